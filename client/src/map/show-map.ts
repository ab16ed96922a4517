/** The command that shows who can reach which monitor in a picture, which follows the files while they are edited. */
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
import { type BuiltMap, buildMap, lookingWords, pageWords } from './build-model.ts';
import { pageHtml } from './map-page.ts';

/** As package.json has it. */
const COMMAND = 'qemuMonitorGuard.showMap';
/** As package.json has it, so that a map that was open is there again in a new window. */
const VIEW_TYPE = 'qemuMonitorGuard.map';

export function registerMap(context: ClientContext): Disposable {
  const { extensionUri } = context.extension;
  let open: OpenMap | undefined;

  function adopt(panel: WebviewPanel): void {
    // There is one map; of two that VS Code brings back the later one is it.
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
    // After a reload a tab that nobody has looked at yet has no panel that could be shown.
    const asleep = window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isMap);
    if (asleep.length > 0) await window.tabGroups.close(asleep);
    const beside = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
    adopt(
      window.createWebviewPanel(VIEW_TYPE, l10n.t('Exposure Map'), beside, {
        enableScripts: true,
        // A machine among hundreds is found by its name.
        enableFindWidget: true,
        localResourceRoots: [pageFolder(extensionUri)],
      }),
    );
  }

  return Disposable.from(
    commands.registerCommand(COMMAND, show),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => {
        // What an older version allowed is not allowed because it was.
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

/** VS Code puts a prefix of its own in front of the type. */
function isMap({ input }: Tab): boolean {
  return input instanceof TabInputWebview && input.viewType.endsWith(`-${VIEW_TYPE}`);
}

/** A panel with a map in it. */
interface OpenMap extends Disposable {
  readonly panel: WebviewPanel;
  /** Draws what there is now, if anybody sees it. */
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

  /** Shows what is known already, and then what there is by now. */
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
      // A hidden page is gone, and says that it can draw when it is there again.
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

/** Where the bundles of the page are; nothing outside of it may be loaded. */
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

/** How people know a file; with the name of its folder where there are several. */
function relativePath(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri));
}

function emptyMap(empty: readonly string[]): BuiltMap {
  const model = { words: { ...pageWords([]), empty }, audiences: [], machines: [] };
  return { model, places: new Map() };
}

/** Opens a file beside the map, at the text that was chosen. */
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
    // VS Code says why in its log; the file may be gone since the map was drawn.
    const path = workspace.asRelativePath(uri);
    await window.showWarningMessage(l10n.t('{0} could not be opened', path));
  }
}
