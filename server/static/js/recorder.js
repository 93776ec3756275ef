// The microphone: opened as plainly as a browser can, heard live, recorded in takes.

const TYPES = ["audio/webm;codecs=pcm", "audio/webm;codecs=opus", "audio/mp4"]; // else as the browser likes
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
const FRAME = 0.05; // s over which a level is one
const FLOOR = -90; // dBFS
const WHOLE = 0.92; // share of a take that must be there: a computer that is too busy leaves gaps

/** Why nothing can be recorded here: "insecure", "unsupported", or "" if it can. */
export function obstacle() {
  if (!window.isSecureContext) return "insecure"; // browsers hide the microphone from plain http, but for localhost
  return navigator.mediaDevices?.getUserMedia && window.MediaRecorder ? "" : "unsupported";
}

export const decibels = (amplitude) => (amplitude > 0 ? Math.max(FLOOR, 20 * Math.log10(amplitude)) : FLOOR);

export class Microphone {
  #context; #stream; #analyser; #samples; #recorder;

  /** Opens a device, or the browser's choice. Rejects with NotAllowedError, NotFoundError, NotReadableError … */
  async open(device = "") {
    this.close();
    const audio = device ? { ...PLAIN, deviceId: { exact: device } } : PLAIN;
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio });
    this.#context ??= new AudioContext();
    await this.#context.resume();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 2048 });
    this.#context.createMediaStreamSource(this.#stream).connect(this.#analyser);
    this.#samples = new Float32Array(this.#analyser.fftSize);
  }

  get live() { return this.#stream?.getAudioTracks().some((track) => track.readyState === "live" && !track.muted) ?? false; }

  get device() { return this.#stream?.getAudioTracks()[0]?.getSettings().deviceId ?? ""; }

  /** Named only once the microphone was allowed: [{id, label}]. */
  async devices() {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter((each) => each.kind === "audioinput").map((each) => ({ id: each.deviceId, label: each.label }));
  }

  /** Of this instant, in dBFS: {rms, peak}. */
  level() {
    if (!this.#analyser) return { rms: FLOOR, peak: FLOOR };
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return levelOf(this.#samples);
  }

  /** The room for some seconds: its median level in dBFS. */
  async room(seconds = 2) {
    const heard = [];
    const until = performance.now() + 1000 * seconds;
    while (performance.now() < until) {
      heard.push(this.level().rms);
      await new Promise((resolve) => setTimeout(resolve, 1000 * FRAME));
    }
    return median(heard);
  }

  /** Begins a take; `stop()` ends it. */
  start() {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(this.#stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 192_000 });
    const parts = [];
    recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    this.#recorder = { recorder, parts, began: performance.now() };
    recorder.addEventListener("start", () => { if (this.#recorder) this.#recorder.began = performance.now(); }, { once: true });
    recorder.start();
  }

  /** The take that was being recorded: {blob, buffer, seconds, whole, peak, speech, shape}; null if there was none. */
  async stop() {
    if (!this.#recorder) return null;
    const { recorder, parts, began } = this.#recorder;
    const lasted = (performance.now() - began) / 1000;
    this.#recorder = undefined;
    if (recorder.state !== "inactive") {
      await new Promise((resolve) => { recorder.addEventListener("stop", resolve, { once: true }); recorder.stop(); });
    }
    const blob = new Blob(parts, { type: recorder.mimeType });
    const buffer = await this.#context.decodeAudioData(await blob.arrayBuffer());
    const whole = buffer.duration > WHOLE * lasted - 0.2;
    return { blob, buffer, whole, seconds: buffer.duration, ...described(buffer.getChannelData(0), buffer.sampleRate) };
  }

  /** Plays a take; resolves when it ends. `stop` of what it gives ends it early. */
  play(buffer, onEnd = () => {}) {
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#context.destination);
    source.addEventListener("ended", onEnd, { once: true });
    source.start();
    return source;
  }

  close() {
    this.#recorder = undefined;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = this.#analyser = undefined;
  }
}

/** What is known of a take by its samples: peak and level of its speech in dBFS, and its shape for a picture. */
export function described(samples, rate, bars = 96) {
  const size = Math.round(FRAME * rate), levels = [];
  for (let at = 0; at + size <= samples.length; at += size) levels.push(levelOf(samples.subarray(at, at + size)).rms);
  const loud = levels.toSorted((one, other) => other - one);
  const shape = Array.from({ length: bars }, (_, bar) => {
    const part = samples.subarray(Math.floor(bar * samples.length / bars), Math.floor((bar + 1) * samples.length / bars));
    return part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  });
  const speech = loud[Math.floor(loud.length * 0.2)] ?? FLOOR; // what its louder fifth reaches
  return { peak: decibels(Math.max(0, ...shape)), speech, quiet: loud[Math.floor(loud.length * 0.95)] ?? FLOOR, shape };
}

function levelOf(samples) {
  let power = 0, peak = 0;
  for (const sample of samples) {
    power += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rms: decibels(Math.sqrt(power / samples.length)), peak: decibels(peak) };
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? FLOOR;
}
