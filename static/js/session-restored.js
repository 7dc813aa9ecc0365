/* Shown in the log-in dialog's frame after the log-in: tells the page around it. */
window.parent.postMessage("session-restored", window.location.origin);
