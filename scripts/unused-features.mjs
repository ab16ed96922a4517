// Leaves out of the bundles what the libraries of the protocol have for features that we do not offer: these have a
// file each, of which only the shape is kept. Such a client does not announce them, and such a server has no handlers.
import { readFileSync } from 'node:fs';

/**
 * The features that neither the server nor the client has: the library's file, and what a server would say of it. That of
 * notebooks stays in the client, since the part that pulls diagnostics asks it what is open.
 */
export const UNUSED_FEATURES = {
  callHierarchy: 'callHierarchyProvider',
  codeLens: 'codeLensProvider',
  colorProvider: 'colorProvider',
  declaration: 'declarationProvider',
  executeCommand: 'executeCommandProvider',
  fileOperations: 'workspace.fileOperations',
  formatting: 'documentFormattingProvider',
  implementation: 'implementationProvider',
  inlayHint: 'inlayHintProvider',
  inlineCompletion: 'inlineCompletionProvider',
  inlineValue: 'inlineValueProvider',
  linkedEditingRange: 'linkedEditingRangeProvider',
  moniker: 'monikerProvider',
  signatureHelp: 'signatureHelpProvider',
  textDocumentContent: 'workspace.textDocumentContent',
  typeDefinition: 'typeDefinitionProvider',
  typeHierarchy: 'typeHierarchyProvider',
};

/** A feature of a client's that says nothing and does nothing. */
const OF_CLIENT = `class {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}`;
/** A feature of a server's: what it adds to a class is nothing. */
const OF_SERVER = '(base) => base';
/** The name of messages that are never sent: none. */
const OF_PROTOCOL = '{}';

/**
 * The types that both ends share, as namespaces. A server needs only those that name numbers and words: what makes a value of
 * another type, or tells whether something is one, it asks nowhere but of notebooks.
 */
const TYPES = /[\\/]vscode-languageserver-types[\\/]lib[\\/]esm[\\/]main\.js$/;
const NAMESPACE = /^export var (\w+);[\s\S]*?^\}\)\(\1 \|\| \(\1 = \{\}\)\);/gm;

/** Packages of which nothing is called, or nothing that matters. */
const UNCALLED = { path: 'nothing', namespace: 'uncalled' };

/** @param {'client' | 'server'} side @returns {import('esbuild').Plugin} */
export const withoutUnusedFeatures = (side) => ({
  name: 'without-unused-features',
  setup: ({ onLoad, onResolve }) => {
    const names = Object.keys(UNUSED_FEATURES).join('|');
    const files = new RegExp(
      String.raw`[\\/]vscode-language(client|server|server-protocol)[\\/]lib[\\/]common[\\/](?:protocol\.)?(?:${names}${side === 'server' ? '|notebook' : ''})\.js$`,
    );
    onLoad({ filter: files }, ({ path }) => {
      const [, of] = files.exec(path) ?? [];
      const names = /^exports\.(.*) = void 0;$/m.exec(readFileSync(path, 'utf8'))?.[1];
      if (names === undefined) throw new Error(`${path} does not say what it exports`);
      const feature = { client: OF_CLIENT, server: OF_SERVER }[of ?? ''] ?? OF_PROTOCOL;
      return { contents: `exports.${names} = ${feature};`, loader: 'js' };
    });
    if (side === 'server') {
      onLoad({ filter: TYPES }, ({ path }) => {
        const namespaces = readFileSync(path, 'utf8').match(NAMESPACE) ?? [];
        return { contents: namespaces.filter((text) => !/function \w+\(/.test(text)).join('\n') };
      });
    }
    // VS Code reads in our manifest which of its versions are too old, and tells which documents are ours.
    onResolve({ filter: /^(?:semver\/functions\/\w+|minimatch)$/ }, () => UNCALLED);
    onLoad({ filter: /.*/, namespace: UNCALLED.namespace }, () => ({
      contents: 'module.exports = () => ({});',
      loader: 'js',
    }));
  },
});
