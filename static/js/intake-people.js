/* Rows of people: search and pick, add and remove, and what the number of people means. */
(function () {
  "use strict";

  const form = document.getElementById("intake");
  if (!form) return;
  const rows = document.getElementById("people-rows");
  const total = form.querySelector("input[name=people-TOTAL_FORMS]");
  const template = document.getElementById("people-template");
  const headCount = form.querySelector("input[name=head_count]");
  const ROLES = { first: "main", representative: "representative", member: "member" };

  const all = () => [...rows.querySelectorAll("[data-person]")];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const isTyped = (row) => ["name", "phone", "id_number"].some((name) => part(row, name).value.trim());

  // --- rows
  function add(focus) {
    const index = Number(total.value);
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(index));
    const row = holder.firstElementChild;
    const place = all().length;
    part(row, "role").value =
      place === 0 ? ROLES.first : place < Number(form.dataset.representatives) ? ROLES.representative : ROLES.member;
    rows.append(row);
    total.value = String(index + 1);
    window.htmx.process(row);
    refresh();
    if (focus) part(row, "name").focus();
    return row;
  }

  /** Renumber the rows, so that the server finds them without gaps. */
  function renumber() {
    all().forEach((row, index) => {
      row.querySelectorAll("*").forEach((element) => {
        for (const name of ["name", "id", "for", "aria-controls", "aria-describedby", "hx-target", "hx-params"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(/people-\d+-/, `people-${index}-`));
        }
      });
    });
    total.value = String(all().length);
  }

  function remove(row) {
    const near = row.previousElementSibling?.matches("[data-person]") ? row.previousElementSibling : row.nextElementSibling;
    row.remove();
    renumber();
    refresh();
    if (near) part(near, "name").focus();
    form.dispatchEvent(new Event("intake:person"));
  }

  form.querySelector("[data-add-row]").addEventListener("click", (event) => {
    event.preventDefault();
    add(true);
  });
  form.addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyA") {
      event.preventDefault();
      add(true);
    }
  });
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-row]");
    if (button) remove(button.closest("[data-person]"));
  });

  // A draft with more people than the fresh page needs their rows before it is written back.
  form.addEventListener("draft:restoring", (event) => {
    const names = event.detail.values.filter((item) => /^people-\d+-name$/.test(item.name)).length;
    while (all().length < names) add(false);
  });
  form.addEventListener("draft:restored", () => refresh());

  // --- what the numbers mean
  function refresh() {
    const people = all();
    people.forEach((row, index) => {
      row.querySelector("[data-number]").textContent = String(index + 1);
      row.querySelector("[data-remove-row]").hidden = people.length === 1;
    });
    const typed = people.filter(isTyped);
    if (Number(headCount.value || 0) < typed.length) headCount.value = String(typed.length);
    const visit = form.querySelector("input[name=form]:checked")?.value === "visit";
    const count = Number(headCount.value || 0);
    const limit = Number(form.dataset.representatives);
    const speaking = typed.filter((row) => ["main", "representative"].includes(part(row, "role").value)).length;
    form.querySelector("[data-collective]").hidden = !(visit && count >= Number(form.dataset.threshold));
    form.querySelector("[data-representatives-note]").hidden = !(visit && count > 1);
    form.querySelector("[data-too-many]").hidden = !(visit && speaking > limit);
    const anonymous = form.querySelector("input[name=is_anonymous]").checked;
    rows.hidden = anonymous && typed.length === 0;
  }
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);

  // --- search: arrows choose, Enter takes, Escape leaves the list
  const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
  const options = (list) => [...list.querySelectorAll("[role=option]")];

  function close(input) {
    listOf(input).replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(input, list, at) {
    options(list).forEach((option, index) => {
      option.id = `${list.id}-${index}`;
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
  }

  function pick(input, option) {
    const row = input.closest("[data-person]");
    input.value = option.dataset.name;
    part(row, "petitioner_id").value = option.dataset.id;
    row.querySelector("[data-picked]").replaceChildren(option.querySelector("template").content.cloneNode(true));
    close(input);
    refresh();
    form.dispatchEvent(new Event("intake:person"));
    part(row, "phone").focus();
  }

  function unpick(input) {
    const row = input.closest("[data-person]");
    const id = part(row, "petitioner_id");
    if (!id.value) return;
    id.value = "";
    row.querySelector("[data-picked]").replaceChildren();
  }

  rows.addEventListener("input", (event) => {
    if (event.target.matches("[data-person-name]")) unpick(event.target);
  });
  rows.addEventListener("htmx:afterSwap", (event) => {
    const list = event.target;
    if (!list.matches("[role=listbox]")) return;
    const input = list.parentElement.querySelector("[data-person-name]");
    if (document.activeElement !== input) {
      list.replaceChildren();
      return;
    }
    input.setAttribute("aria-expanded", String(options(list).length > 0));
  });
  rows.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("[data-person-name]")) return;
    const list = listOf(input);
    const found = options(list);
    if (!found.length) return;
    const at = found.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") mark(input, list, (at + 1) % found.length);
    else if (event.key === "ArrowUp") mark(input, list, (at - 1 + found.length) % found.length);
    else if (event.key === "Escape") close(input);
    else if (event.key === "Enter" && at >= 0 && !event.ctrlKey) pick(input, found[at]);
    else return;
    event.preventDefault();
  });
  rows.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    pick(option.closest(".person-name").querySelector("[data-person-name]"), option);
  });
  rows.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-person-name]")) close(event.target);
  });

  refresh();
})();
