// What this browser remembers of unsaved work: a small key-value store in IndexedDB. Without one, nothing is kept.
const NAME = "narrascore-editor";
let opened = null;

function open() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("pending"); // key "project/cue"
        request.result.createObjectStore("history"); // key "project/tab"
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null); // private windows may forbid it
    }
  });
  return opened;
}

async function within(store, mode, act) {
  const database = await open();
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(store, mode, { durability: "relaxed" });
      const result = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(result?.result);
      transaction.onerror = transaction.onabort = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

const range = (project) => IDBKeyRange.bound(`${project}/`, `${project}/\uffff`);

/** The unsaved changes of a project: [{id, base, after, sent}]. What a page wrote as it went is newer than the rest. */
export async function pendingOf(project) {
  const last = take(local, `narrascore/${project}`);
  if (last) await within("pending", "readwrite", (store) => { store.delete(range(project)); for (const entry of last) store.put(entry, `${project}/${entry.id}`); });
  return last ?? (await within("pending", "readonly", (store) => store.getAll(range(project)))) ?? [];
}

const local = () => localStorage, session = () => sessionStorage; // to ask for them may be forbidden

function take(storage, name) {
  try {
    const text = storage().getItem(name);
    storage().removeItem(name);
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** At once, as the page goes away, when the database may not come to it: null leaves out the changes. */
export function keepLast(project, entries, history) {
  try { if (entries) localStorage.setItem(`narrascore/${project}`, JSON.stringify(entries)); } catch { /* too many */ }
  try { sessionStorage.setItem(`narrascore/${project}`, JSON.stringify(history)); } catch { /* too many */ }
}

/** Keeps changes, and forgets those that are saved: entries of {id, base, after, sent}, ids. */
export const keepPending = (project, entries, saved = []) => within("pending", "readwrite", (store) => {
  for (const entry of entries) store.put(entry, `${project}/${entry.id}`);
  for (const id of saved) store.delete(`${project}/${id}`);
});

export const historyOf = async (project, tab) => take(session, `narrascore/${project}`)
  ?? within("history", "readonly", (store) => store.get(`${project}/${tab}`));

/** Keeps a tab's undo steps; of each project only the last few tabs are remembered. */
export const keepHistory = (project, tab, history) => within("history", "readwrite", (store) => {
  store.put({ ...history, at: Date.now() }, `${project}/${tab}`);
  const all = store.getAllKeys(range(project));
  all.onsuccess = () => { if (all.result.length > 8) for (const key of all.result) if (key !== `${project}/${tab}`) { store.delete(key); break; } };
});
