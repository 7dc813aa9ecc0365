/* The form of an act: fields that belong to one choice only show with it, and the matter beside it folds on a phone.
 *
 * <input data-when="outcome=redo method=left"> shows while any of the named choices is made. Without scripts all
 * fields show, with a line of help saying when each is filled in.
 */
(function () {
  "use strict";

  const form = document.querySelector("form[data-draft-key^='act-'], form[data-choices]");
  if (!form) return;
  const bound = [...form.querySelectorAll("[data-when]")].map((control) => ({
    control,
    box: control.closest(".field"),
    choices: control.dataset.when.split(" ").map((pair) => pair.split("=")),
  }));

  const isMade = ([name, value]) => !form.elements[name] || form.elements[name].value === value;

  function show() {
    for (const { control, box, choices } of bound) {
      const fits = choices.some(isMade) || box.classList.contains("has-error");
      box.hidden = !fits;
      control.disabled = !fits; // what is not asked for is not sent
    }
  }

  form.addEventListener("change", show);
  form.addEventListener("draft:restored", show);
  show();

  const matter = document.querySelector("[data-wide-open]");
  if (matter && !window.matchMedia("(min-width: 1200px)").matches) matter.open = false;
})();
