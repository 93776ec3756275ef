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

/** The unsaved changes of a project: [{id, base, after, sent}]. */
export const pendingOf = async (project) => (await within("pending", "readonly", (store) => store.getAll(range(project)))) ?? [];

/** Keeps changes, and forgets those that are saved: entries of {id, base, after, sent}, ids. */
export const keepPending = (project, entries, saved = []) => within("pending", "readwrite", (store) => {
  for (const entry of entries) store.put(entry, `${project}/${entry.id}`);
  for (const id of saved) store.delete(`${project}/${id}`);
});

export const historyOf = (project, tab) => within("history", "readonly", (store) => store.get(`${project}/${tab}`));

/** Keeps a tab's undo steps; of each project only the last few tabs are remembered. */
export const keepHistory = (project, tab, history) => within("history", "readwrite", (store) => {
  store.put({ ...history, at: Date.now() }, `${project}/${tab}`);
  const all = store.getAllKeys(range(project));
  all.onsuccess = () => { if (all.result.length > 8) for (const key of all.result) if (key !== `${project}/${tab}`) { store.delete(key); break; } };
});
