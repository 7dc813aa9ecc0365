/* Choosing figures: the search hides what does not match, and the two days show only for a free period.
 * Without scripts everything shows.
 */
(function () {
  "use strict";

  const search = document.querySelector("[data-figure-search]");
  if (search) {
    const chapters = [...document.querySelectorAll("[data-chapter]")];
    const none = document.querySelector("[data-none]");

    const narrow = () => {
      const wanted = search.value.trim().toLowerCase();
      let found = 0;
      for (const chapter of chapters) {
        let here = 0;
        for (const figure of chapter.querySelectorAll("[data-words]")) {
          figure.hidden = wanted !== "" && !figure.dataset.words.toLowerCase().includes(wanted);
          here += figure.hidden ? 0 : 1;
        }
        chapter.hidden = here === 0;
        found += here;
      }
      none.hidden = found > 0;
    };
    search.addEventListener("input", narrow);
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // narrowing is not asking
    });
  }

  const period = document.querySelector("#id_period");
  const days = [...document.querySelectorAll("[data-free]")];
  if (period && days.length) {
    const show = () => {
      for (const day of days) {
        const box = day.closest(".field");
        box.hidden = period.value !== "days" && !box.classList.contains("has-error");
        day.disabled = box.hidden; // what is not asked for is not sent
      }
    };
    period.addEventListener("change", show);
    show();
  }
})();
