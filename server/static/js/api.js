// The studio's API: one way to call it, one kind of error.
import { t } from "./i18n.js";

export class ApiError extends Error {
  constructor(status, { code = "unknown", message = t("error.unreachable"), ...more } = {}) {
    super(message);
    Object.assign(this, { status, code, more });
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the API answers, parsed. `json` becomes the body. A GET is tried three times when the studio is not reached. */
export async function api(path, { method = "GET", json, body, signal, headers = {} } = {}) {
  const options = { method, body, signal, headers: { Accept: "application/json", ...headers } };
  if (json !== undefined) {
    options.body = JSON.stringify(json);
    options.headers["Content-Type"] = "application/json";
  }
  for (let tries = 0; ; tries++) {
    let response;
    try {
      response = await fetch(path, options);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      if (method === "GET" && tries < 2) { await pause(500 * 2 ** tries); continue; }
      throw new ApiError(0);
    }
    if (response.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
    const told = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    if (response.ok) return told;
    throw new ApiError(response.status, told.error ?? { message: t("error.unforeseen") });
  }
}

const ENDED = new Set(["done", "failed", "cancelled"]);

/**
 * Watches a job until it ends; resolves to it. `onJob` gets the job whenever it changed. Asked every second (or `every`
 * ms), every five while nobody looks; a studio that is not reached is asked again, and `onJob` gets `{unreachable: true}` once.
 */
export async function poll(id, onJob = () => {}, { signal, every = 1000 } = {}) {
  let seen = "", lost = false;
  for (;;) {
    let job = null;
    try {
      ({ job } = await api(`/api/jobs/${id}`, { signal }));
    } catch (error) {
      if (error.name === "AbortError" || (error.status >= 400 && error.status < 500 && error.status !== 429)) throw error;
      if (!lost) onJob({ unreachable: true });
      lost = true;
    }
    if (job) {
      const now = JSON.stringify(job);
      if (now !== seen || lost) onJob(job);
      seen = now;
      lost = false;
      if (ENDED.has(job.state)) return job;
    }
    await pause(document.hidden ? 5000 : lost ? 2000 : every);
    if (signal?.aborted) throw new DOMException("stopped", "AbortError");
  }
}
