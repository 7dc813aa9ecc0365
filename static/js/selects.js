/* Long lists become searchable: <select data-search> filters its own options by text (and by
 * data-keywords of an option, such as pinyin initials); <select data-url="…"> asks the server with ?q=
 * and expects {"results": [{"id": 1, "text": "…", "hint": "…"}]}.
 */
(function () {
  "use strict";

  const escape = (value) => {
    const span = document.createElement("span");
    span.textContent = value ?? "";
    return span.innerHTML;
  };

  function local(select) {
    return {
      maxOptions: 500,
      // the list follows each key at once: a delayed one would open again after a quick choice
      refreshThrottle: 0,
      searchField: ["text", "keywords"],
      onInitialize() {
        for (const option of select.options) {
          const known = this.options[option.value];
          if (known && option.dataset.keywords) known.keywords = option.dataset.keywords;
        }
      },
    };
  }

  function remote(select) {
    return {
      valueField: "id",
      labelField: "text",
      searchField: [],
      loadThrottle: 200,
      shouldLoad: (query) => query.length >= Number(select.dataset.minLength || 1),
      load(query, done) {
        const url = new URL(select.dataset.url, window.location.href);
        url.searchParams.set("q", query);
        fetch(url, { headers: { Accept: "application/json" } })
          .then((answer) => answer.json())
          .then((data) => {
            this.clearOptions();
            done(data.results);
          })
          .catch(() => done());
      },
    };
  }

  function enhance(select) {
    if (select.tomselect) return;
    const shared = {
      plugins: select.multiple ? ["remove_button"] : [],
      allowEmptyOption: false,
      selectOnTab: true,
      openOnFocus: true,
      hidePlaceholder: true,
      placeholder: select.dataset.placeholder || "",
      render: {
        option: (item) =>
          `<div>${escape(item.text)}${item.hint ? ` <small class="text-secondary">${escape(item.hint)}</small>` : ""}</div>`,
        no_results: () => `<div class="no-results">${escape(document.body.dataset.textNone)}</div>`,
      },
    };
    const made = new window.TomSelect(select, { ...shared, ...(select.dataset.url ? remote(select) : local(select)) });
    // tom-select takes the label along; the select behind it is silent, help and errors follow here.
    select.setAttribute("aria-hidden", "true");
    const described = select.getAttribute("aria-describedby");
    if (described) made.control_input.setAttribute("aria-describedby", described);
  }

  const all = (root) => root.querySelectorAll("select[data-search], select[data-url]").forEach(enhance);
  all(document);
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
