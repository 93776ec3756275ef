// Uploads that survive a cut line, a reload and a closed lid: tus 1.0, in pieces, from wherever the last one ended.
import "../vendor/tus/tus.min.js";
import { ApiError } from "./api.js";
import { t } from "./i18n.js";

const { tus } = window;
const ENDPOINT = "/api/uploads";
const PIECE = 8 * 1024 * 1024;
const DELAYS = [0, 1000, 3000, 5000, 10000]; // ms; after these it is asked every LATER, for as long as the person waits
const LATER = 5000;
const GONE = new Set([200, 204, 404, 410]); // answers to HEAD after which tus may do as it does: go on, or begin anew

/**
 * Sends a file; resolves to the id of its upload. The same file, chosen again after a reload, goes on where it stopped.
 *
 * @param {File|Blob} file
 * @param {{kind?: "film"|"recording", name?: string, onProgress?: (sent: number, size: number) => void,
 *          onWaiting?: (waiting: boolean) => void, signal?: AbortSignal}} [options] onWaiting: the line is gone, or back;
 *   the upload goes on by itself. signal: gives up and deletes what has arrived.
 * Throws ApiError with the studio's sentence for what waiting does not mend, AbortError when it was given up.
 */
export function uploadFile(file, { kind = "film", name, onProgress = () => {}, onWaiting = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    let timer = 0, waiting = false;
    const resumable = file instanceof File && kind === "film"; // blobs have no name by which they could be told apart
    const upload = new tus.Upload(file, {
      endpoint: ENDPOINT,
      chunkSize: PIECE,
      retryDelays: DELAYS,
      metadata: { filename: name ?? file.name ?? kind, kind },
      storeFingerprintForResuming: resumable,
      removeFingerprintOnSuccess: false, // by `forget`, once the studio has made something of it
      onShouldRetry: (error) => navigator.onLine && passes(error),
      onAfterResponse: keepPlace,
      onProgress: (sent, size) => { wait(false); onProgress(sent, size); },
      onSuccess: () => { tidy(); resolve(upload.url.split("/").pop()); },
      onError: (error) => {
        if (signal?.aborted) return;
        if (!passes(error)) { tidy(); reject(explained(error)); return; }
        wait(true);
        if (navigator.onLine) timer = setTimeout(goOn, LATER);
      },
    });

    const wait = (now) => { if (now !== waiting) onWaiting(waiting = now); };
    const goOn = () => { clearTimeout(timer); upload.start(); };
    const online = () => { if (waiting) goOn(); };
    const offline = () => { clearTimeout(timer); upload.abort(); wait(true); };
    const giveUp = () => {
      tidy();
      upload.abort(true).catch(() => {}).finally(() => upload.url && forget(upload.url.split("/").pop()));
      reject(new DOMException("given up", "AbortError"));
    };
    const tidy = () => {
      clearTimeout(timer);
      removeEventListener("online", online);
      removeEventListener("offline", offline);
      signal?.removeEventListener("abort", giveUp);
    };

    if (signal?.aborted) { reject(new DOMException("given up", "AbortError")); return; }
    addEventListener("online", online);
    addEventListener("offline", offline);
    signal?.addEventListener("abort", giveUp);
    begin(upload, resumable).catch(reject);
  });
}

/** The same file will be uploaded anew: call it when the studio has made something of the upload. */
export function forget(id) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("tus::") && localStorage.getItem(key).includes(`${ENDPOINT}/${id}`)) localStorage.removeItem(key);
  }
}

async function begin(upload, resumable) {
  if (resumable) {
    const [latest] = (await upload.findPreviousUploads()).sort((a, b) => b.creationTime.localeCompare(a.creationTime));
    if (latest) upload.resumeFromPreviousUpload(latest);
  }
  upload.start();
}

const status = (error) => error.originalResponse?.getStatus() ?? error.causingError?.status ?? 0;

/** Will it pass by itself: no answer, a busy studio, another request that still writes? */
function passes(error) {
  const code = status(error);
  if (!error.originalRequest) return false;
  return code === 0 || code === 408 || code === 409 || code === 423 || (code >= 500 && code !== 507);
}

/** A proxy's or a starting studio's error is no reason to begin the upload anew, as tus-js-client would. */
function keepPlace(request, response) {
  const code = response.getStatus();
  if (request.getMethod() !== "HEAD" || GONE.has(code) || code === 423) return;
  throw new ApiError(code, { message: `HEAD was answered by ${code}` });
}

/** The studio's own sentence, else one of ours. */
function explained(error) {
  const code = status(error);
  try {
    return new ApiError(code, JSON.parse(error.originalResponse.getBody()).error);
  } catch {
    const key = { 401: "upload.error.signed_out", 413: "upload.error.proxy", 429: "upload.error.often", 507: "upload.error.full" }[code];
    return new ApiError(code, { code: "upload", message: t(key ?? "error.unforeseen") });
  }
}
