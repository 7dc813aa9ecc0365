/* The case list: choosing matters for a batch, and the order that applies itself. */
(function () {
  "use strict";

  document.querySelectorAll("[data-submit]").forEach((control) => {
    control.addEventListener("change", () => control.form.requestSubmit());
  });

  // Empty conditions stay out of the address, so that it can be kept and passed on.
  document.querySelector("form.case-filters")?.addEventListener("submit", (event) => {
    for (const control of event.target.elements) {
      if (control.name && !control.value) control.disabled = true;
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form.case-filters [disabled]").forEach((c) => (c.disabled = false));
  });

  const form = document.getElementById("batch");
  if (!form) return;
  const boxes = () => [...form.querySelectorAll("input[name=case]")];
  const all = form.querySelector("[data-pick-all]");
  const button = form.querySelector("[data-needs-pick]");

  function show() {
    const picked = boxes().filter((box) => box.checked).length;
    if (button) button.disabled = picked === 0;
    const note = form.querySelector("[data-picked]");
    if (note) note.textContent = picked ? `${picked}` : "";
    if (all) {
      all.checked = picked > 0 && picked === boxes().length;
      all.indeterminate = picked > 0 && picked < boxes().length;
      all.disabled = boxes().length === 0;
    }
  }

  all?.addEventListener("change", () => {
    boxes().forEach((box) => (box.checked = all.checked));
    show();
  });
  form.addEventListener("change", show);
  show();
})();
