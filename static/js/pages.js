/* The pages of a draft are asked for no more once the texts are being saved: the answer would find another page. */
(function () {
  "use strict";

  const texts = document.getElementById("texts");
  const pages = document.getElementById("pages");
  if (!texts || !pages) return;
  texts.addEventListener("submit", () => pages.remove());
})();
