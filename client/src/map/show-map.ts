/** The command that shows the exposure map, which follows edits. */
import {
  commands,
  Disposable,
  env,
  l10n,
  type Tab,
  TabInputWebview,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { Location } from 'vscode-languageclient';
import type { FromPage, ToPage } from '../../../webview/src/map-model.ts';
import type { ClientContext } from '../client-context.ts';
import type { InventoryState } from '../inventory/inventory-source.ts';
import { toRange, toUri } from '../place.ts';
import { type BuiltMap, buildMap } from './build-model.ts';
import { pageHtml } from './map-page.ts';
import { lookingWords, pageWords } from './map-words.ts';

/** From package.json. */
const COMMAND = 'qemuMonitorGuard.showMap';
/** From package.json; restores an open map after a reload. */
const VIEW_TYPE = 'qemuMonitorGuard.map';

export function registerMap(context: ClientContext): Disposable {
  const { extensionUri } = context.extension;
  let open: OpenMap | undefined;

  function adopt(panel: WebviewPanel): void {
    // There is one map; of two restored ones the later stays.
    open?.panel.dispose();
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, 'media', 'map-light.svg'),
      dark: Uri.joinPath(extensionUri, 'media', 'map-dark.svg'),
    };
    const opened = openMap(context, panel);
    open = opened;
    panel.onDidDispose(() => {
      opened.dispose();
      if (open === opened) open = undefined;
    });
  }

  async function show(): Promise<void> {
    if (open) {
      open.panel.reveal();
      return;
    }
    // A restored tab that was not shown yet has no panel.
    const asleep = window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isMap);
    if (asleep.length > 0) await window.tabGroups.close(asleep);
    const beside = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
    adopt(
      window.createWebviewPanel(VIEW_TYPE, l10n.t('Exposure Map'), beside, {
        enableScripts: true,
        // To find a machine among hundreds.
        enableFindWidget: true,
        localResourceRoots: [pageFolder(extensionUri)],
      }),
    );
  }

  return Disposable.from(
    commands.registerCommand(COMMAND, show),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => {
        // Overrides options restored from an older version.
        panel.webview.options = {
          enableScripts: true,
          localResourceRoots: [pageFolder(extensionUri)],
        };
        adopt(panel);
      },
    }),
    context.inventory.onDidChange(() => open?.refresh()),
    { dispose: () => open?.panel.dispose() },
  );
}

/** VS Code prefixes the type. */
function isMap({ input }: Tab): boolean {
  return input instanceof TabInputWebview && input.viewType.endsWith(`-${VIEW_TYPE}`);
}

/** A panel with a map. */
interface OpenMap extends Disposable {
  readonly panel: WebviewPanel;
  /** Draws the current state if visible. */
  readonly refresh: () => void;
}

function openMap({ extension, ready, inventory }: ClientContext, panel: WebviewPanel): OpenMap {
  let places: ReadonlyMap<string, Location> = new Map();
  let isLoaded = false;
  let shown: InventoryState | undefined;

  function show(): void {
    const state = inventory.state();
    if (!isLoaded || state === shown) return;
    shown = state;
    const built = mapOf(state);
    places = built.places;
    const message: ToPage = { kind: 'show', model: built.model };
    void panel.webview.postMessage(message);
  }

  /** Shows the known state, then the current one. */
  async function showAnew(): Promise<void> {
    isLoaded = true;
    shown = undefined;
    show();
    await ready();
    await inventory.settled();
    show();
  }

  const listeners = Disposable.from(
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      switch (message.kind) {
        case 'open':
          return goTo(places.get(message.key), panel);
        case 'ready':
          return showAnew();
      }
    }),
    panel.onDidChangeViewState(() => {
      // A hidden page is discarded; it reports when it can draw again.
      if (!panel.visible) isLoaded = false;
    }),
  );
  panel.webview.html = pageOf(panel.webview, extension.extensionUri);
  return {
    panel,
    refresh: show,
    dispose: () => {
      isLoaded = false;
      listeners.dispose();
    },
  };
}

function mapOf(state: InventoryState): BuiltMap {
  switch (state.kind) {
    case 'idle':
    case 'starting':
      return emptyMap(lookingWords());
    case 'stopped':
      return emptyMap([
        l10n.t('Nothing can be shown, since the server of Monitor Guard does not run'),
        l10n.t('Reload the window to start it again.'),
      ]);
    case 'listed':
      return buildMap(state.inventory, relativePath);
  }
}

/** The folder of the page's bundles; nothing outside is loaded. */
function pageFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'map');
}

function pageOf(webview: Webview, extensionUri: Uri): string {
  const folder = pageFolder(extensionUri);
  return pageHtml({
    script: webview.asWebviewUri(Uri.joinPath(folder, 'page.js')).toString(),
    style: webview.asWebviewUri(Uri.joinPath(folder, 'style.css')).toString(),
    styleSource: webview.cspSource,
    nonce: crypto.randomUUID(),
    language: env.language,
  });
}

/** The path for display, with the folder's name if there are several. */
function relativePath(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri));
}

function emptyMap(empty: readonly string[]): BuiltMap {
  const model = { words: { ...pageWords([]), empty }, audiences: [], machines: [] };
  return { model, places: new Map() };
}

/** Opens a file beside the map, at the chosen text. */
async function goTo(place: Location | undefined, panel: WebviewPanel): Promise<void> {
  if (place === undefined) return;
  const uri = toUri(place);
  const other = window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== panel.viewColumn);
  try {
    await window.showTextDocument(uri, {
      viewColumn: other?.viewColumn ?? ViewColumn.Beside,
      selection: toRange(place),
    });
  } catch {
    // The file may be gone; VS Code logs why.
    const path = workspace.asRelativePath(uri);
    await window.showWarningMessage(l10n.t('{0} could not be opened', path));
  }
}
