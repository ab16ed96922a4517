/** Applies the server's incremental answers to the inventory. */
import {
  ALL_CHECKED,
  type Inventory,
  type InventoryAnswer,
  type InventoryMachine,
} from './inventory.ts';

interface KnownInventory {
  /** The server's name for the known state, if any. */
  readonly state: () => string | undefined;
  /** Applies an answer; returns whether anything changed. */
  readonly take: (answer: InventoryAnswer) => boolean;
  readonly inventory: () => Inventory;
}

/** The machines of a file, and their JSON for comparison. */
interface KnownFile {
  readonly machines: readonly InventoryMachine[];
  readonly text: string;
}

export function knownInventory(): KnownInventory {
  let files = new Map<string, KnownFile>();
  let state: string | undefined;
  let facts: Omit<Inventory, 'machines'> = {
    isComplete: false,
    isRunning: false,
    limit: null,
    notChecked: ALL_CHECKED,
  };

  function takeFiles({ isWhole, files: told }: InventoryAnswer): boolean {
    const before = files;
    if (isWhole) files = new Map();
    let isOther = false;
    for (const { uri, machines } of told) {
      const known = before.get(uri);
      const text = JSON.stringify(machines);
      if ((known?.text ?? '[]') !== text) isOther = true;
      if (machines.length === 0) files.delete(uri);
      else files.set(uri, known?.text === text ? known : { machines, text });
    }
    return isOther || files.size !== before.size;
  }

  return {
    state: () => state,
    take: (answer) => {
      const { isComplete, isRunning, limit, notChecked = facts.notChecked } = answer;
      const isOther =
        takeFiles(answer) ||
        isComplete !== facts.isComplete ||
        isRunning !== facts.isRunning ||
        limit !== facts.limit ||
        notChecked !== facts.notChecked;
      state = answer.state;
      facts = { isComplete, isRunning, limit, notChecked };
      return isOther;
    },
    inventory: () => ({
      ...facts,
      machines: [...files.values()].flatMap(({ machines }) => machines),
    }),
  };
}
