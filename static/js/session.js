/* A form posted after the session ended is not lost: log in again in a dialog, then it is sent.
 *
 * Before a form leaves the page the server is asked whether the session still stands and whose it is.
 * htmx requests are answered 401 and are repeated after the log-in. Another user's log-in never sends
 * what this user typed. A form opts out with data-session-check="off".
 */
(function () {
  "use strict";

  const body = document.body;
  if (!body.dataset.user) return;
  const dialog = document.getElementById("login-dialog");
  const frame = dialog.querySelector("[data-frame]");
  let waiting = [];

  async function state() {
    const answer = await fetch(body.dataset.sessionUrl, {
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  /** Put the new token into every form and into htmx's headers. */
  function useToken(token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => {
      input.value = token;
    });
    body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  function askToLogIn(then) {
    waiting.push(then);
    if (dialog.open) return;
    frame.src = body.dataset.loginUrl;
    dialog.showModal();
  }

  async function resume() {
    const now = await state();
    if (!now.user) return;
    dialog.close();
    const acts = waiting;
    waiting = [];
    if (String(now.user) !== body.dataset.user) {
      window.app.toast(window.app.text("textOtherUser"), "danger");
      return;
    }
    useToken(now.token);
    acts.forEach((act) => act());
  }

  // The page shown in the frame after the log-in says that it is there.
  window.addEventListener("message", (event) => {
    if (event.origin === window.location.origin && event.data === "session-restored") resume();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    frame.removeAttribute("src");
    waiting = [];
  });

  function send(form, submitter) {
    form.dataset.sessionChecked = "1";
    form.requestSubmit(submitter);
    delete form.dataset.sessionChecked;
  }

  const byHtmx = (form) =>
    ["hx-post", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || form.dataset.sessionCheck === "off") return;
    if (form.dataset.sessionChecked || event.defaultPrevented || byHtmx(form)) return;
    event.preventDefault();
    if (form.dataset.sessionAsking) return;
    form.dataset.sessionAsking = "1";
    const submitter = event.submitter && form.contains(event.submitter) ? event.submitter : undefined;
    try {
      const now = await state();
      if (!now.user) askToLogIn(() => send(form, submitter));
      else if (String(now.user) !== body.dataset.user) {
        window.app.toast(window.app.text("textOtherUser"), "danger");
      } else {
        useToken(now.token);
        send(form, submitter);
      }
    } catch {
      window.app.toast(window.app.text("textOffline"), "danger");
    } finally {
      delete form.dataset.sessionAsking;
    }
  });

  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, elt, requestConfig, target } = event.detail;
    if (xhr.status !== 401 || elt.closest("[data-quiet]")) return;
    askToLogIn(() =>
      window.htmx.ajax(requestConfig.verb, requestConfig.path, {
        source: elt,
        target,
        values: requestConfig.verb === "get" ? undefined : Object.fromEntries(requestConfig.formData),
      }),
    );
  });
})();
