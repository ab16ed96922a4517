/**
 * Stands in for the parts of `vscode` and `vscode-languageclient` that say sentences and tell listeners, so that
 * the client's functions run under Node: importing this file makes `import { l10n } from 'vscode'` give what it
 * exports. Such functions are then imported with `await import(…)`, since static imports would be looked up before.
 */
import * as nodeModule from 'node:module';

type Resolve = (specifier: string, context: unknown) => unknown;

/** Node 24 has it, under which tests run; the types are those of the oldest Node that the server supports. */
interface ModuleWithHooks {
  readonly registerHooks: (hooks: {
    readonly resolve: (specifier: string, context: unknown, next: Resolve) => unknown;
  }) => void;
}

const { registerHooks } = nodeModule as unknown as ModuleWithHooks;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' || specifier === 'vscode-languageclient'
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
});

/** English, with `{0}` and further ones filled in as VS Code does. */
export const l10n = {
  t: (message: string, ...args: readonly unknown[]): string =>
    message.replace(/\{(\d+)\}/g, (whole, index: string) =>
      index in args ? String(args[Number(index)]) : whole,
    ),
};

/** The state of a client, as `vscode-languageclient` numbers it. */
export const State = { Stopped: 1, Running: 2, Starting: 3, StartFailed: 4 } as const;

/** What listeners are told by; made with `new`, as that of `vscode` is. */
export function EventEmitter<T>() {
  const listeners = new Set<(event: T) => void>();
  return {
    event: (listener: (event: T) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire: (event: T) => {
      for (const listener of [...listeners]) listener(event);
    },
    dispose: () => listeners.clear(),
  };
}
