// The loudest and the softest sample of every stretch of sound, fetched for the stretch that is looked at and kept.
const LEVELS = [256, 1024, 4096]; // samples at 16 kHz behind each point
const RATE = 16_000;
const BLOCK = 8192; // points in one request

export class Peaks {
  /** onLoad is called when more of the sound can be drawn. */
  constructor(film, hasSound, onLoad) {
    Object.assign(this, { film, onLoad, missing: !hasSound, blocks: new Map(), sizes: new Map(), loaded: 0 });
  }

  /** The level whose points are about as far apart as pixels are. */
  level(secondsPerPixel) {
    const fine = LEVELS.filter((samples) => samples / RATE <= secondsPerPixel * 1.2);
    return fine.at(-1) ?? LEVELS[0];
  }

  /** [softest, loudest] in -1..1 between two times, or null where it is not (yet) known. */
  between(level, from, to) {
    const first = Math.max(0, Math.floor((from * RATE) / level)), last = Math.max(first, Math.ceil((to * RATE) / level) - 1);
    let low = 0, high = 0, any = false;
    for (let point = first; point <= last; point++) {
      const block = this.blocks.get(`${level}/${Math.floor(point / BLOCK)}`);
      const at = (point % BLOCK) * 2;
      if (!block || at + 1 >= block.length) continue;
      any = true;
      if (block[at] < low) low = block[at];
      if (block[at + 1] > high) high = block[at + 1];
    }
    return any ? [low / 128, high / 127] : null;
  }

  /** Fetches what is needed between two times. */
  want(level, from, to) {
    if (this.missing) return;
    const first = Math.max(0, Math.floor((from * RATE) / level / BLOCK)), last = Math.floor((to * RATE) / level / BLOCK);
    for (let block = first; block <= last; block++) this.#fetch(level, block);
  }

  async #fetch(level, block) {
    const key = `${level}/${block}`, from = block * BLOCK * 2;
    if (this.blocks.has(key) || from >= (this.sizes.get(level) ?? Infinity)) return;
    this.blocks.set(key, null);
    try {
      const response = await fetch(`/api/films/${this.film}/peaks/${level}`, { headers: { Range: `bytes=${from}-${from + BLOCK * 2 - 1}` } });
      if (response.status === 204) { setTimeout(() => { this.blocks.delete(key); this.onLoad(); }, 1500); return; } // being made
      if (response.status === 404) { this.missing = true; return; }
      const size = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1]);
      if (size) this.sizes.set(level, size);
      if (response.status === 416) { this.blocks.set(key, new Int8Array(0)); return; }
      if (!response.ok) throw new Error(response.statusText);
      let bytes = new Int8Array(await response.arrayBuffer());
      if (response.status === 200) bytes = bytes.subarray(from, from + BLOCK * 2);
      this.blocks.set(key, bytes);
      if (this.blocks.size > 200) this.blocks.delete(this.blocks.keys().next().value);
      this.loaded += 1;
      this.onLoad();
    } catch {
      setTimeout(() => this.blocks.delete(key), 5000); // asked for again when it is looked at again
    }
  }
}
