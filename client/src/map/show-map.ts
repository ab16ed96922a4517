/** The command that shows who can reach which monitor in a picture, which follows the files while they are edited. */
import {
  commands,
  Disposable,
  env,
  l10n,
  Range,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { FromPage, MapModel, ToPage } from '../../../webview/src/map-model.ts';
import type { ClientContext } from '../client-context.ts';
import { onInventoryChanged } from '../inventory-changes.ts';
import { buildMap, lookingWords, pageWords } from './build-model.ts';
import { INVENTORY, type InventoryData, type LocationData } from './inventory-data.ts';
import { pageHtml } from './map-page.ts';

/** As package.json has it. */
const COMMAND = 'qemuMonitorGuard.showMap';
/** As package.json has it, so that a map that was open is there again in a new window. */
const VIEW_TYPE = 'qemuMonitorGuard.map';

/** How long changes are gathered, in milliseconds, so that somebody who types is not drawn letter by letter. */
const GATHER_MS = 150;

export function registerMap(context: ClientContext): Disposable {
  const { extensionUri } = context.extension;
  let open: OpenMap | undefined;

  function adopt(panel: WebviewPanel): void {
    open?.dispose();
    const opened = openMap(context, panel);
    open = opened;
    panel.onDidDispose(() => {
      opened.dispose();
      if (open === opened) open = undefined;
    });
  }

  function show(): void {
    if (open) {
      open.panel.reveal();
      return;
    }
    const beside = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
    adopt(
      window.createWebviewPanel(VIEW_TYPE, l10n.t('Exposure Map'), beside, {
        enableScripts: true,
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
    onInventoryChanged(context.client, () => open?.refresh()),
    { dispose: () => open?.panel.dispose() },
  );
}

/** A panel with a map in it. */
interface OpenMap extends Disposable {
  readonly panel: WebviewPanel;
  /** Draws what there is now, if anybody sees it. */
  readonly refresh: () => void;
}

function openMap({ extension, ready }: ClientContext, panel: WebviewPanel): OpenMap {
  let places: ReadonlyMap<string, LocationData> = new Map();
  /** What a page is told that is there again, before anything else is known. */
  let latest = waitingModel();
  let isLoaded = false;
  let told = '';
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;
  let isStale = false;

  function tell(model: MapModel): void {
    const message: ToPage = { kind: 'show', model };
    const text = JSON.stringify(message);
    if (text === told || !isLoaded) return;
    told = text;
    void panel.webview.postMessage(message);
  }

  function refresh(): void {
    isStale = true;
    timer ??= setTimeout(() => {
      timer = undefined;
      void ask();
    }, GATHER_MS);
  }

  /** One question at a time; what changes meanwhile is asked for behind it. */
  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    try {
      while (isStale && isLoaded) {
        isStale = false;
        latest = await currentModel();
        tell(latest);
      }
    } finally {
      isAsking = false;
    }
  }

  async function currentModel(): Promise<MapModel> {
    const client = await ready();
    if (client === undefined) return stoppedModel();
    try {
      const inventory = await client.sendRequest<InventoryData>(INVENTORY);
      const built = buildMap(inventory, relativePath, l10n);
      places = built.places;
      return built.model;
    } catch {
      // A server that died meanwhile has said so itself, and tells of changes when it is there again.
      return stoppedModel();
    }
  }

  const listeners = Disposable.from(
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      switch (message.kind) {
        case 'open':
          return goTo(places.get(message.key), panel);
        case 'ready':
          isLoaded = true;
          told = '';
          tell(latest);
          isStale = true;
          return ask();
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
    refresh,
    dispose: () => {
      isLoaded = false;
      clearTimeout(timer);
      listeners.dispose();
    },
  };
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

function waitingModel(): MapModel {
  return emptyModel(lookingWords(l10n));
}

function stoppedModel(): MapModel {
  return emptyModel([
    l10n.t('Nothing can be shown, since the server of Monitor Guard does not run'),
    l10n.t('Reload the window to start it again.'),
  ]);
}

function emptyModel(empty: readonly string[]): MapModel {
  return { words: { ...pageWords([], l10n), empty }, audiences: [], machines: [] };
}

/** Opens a file beside the map, at the text that was chosen. */
async function goTo(place: LocationData | undefined, panel: WebviewPanel): Promise<void> {
  if (place === undefined) return;
  const { start, end } = place.range;
  const uri = Uri.parse(place.uri);
  const other = window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== panel.viewColumn);
  try {
    await window.showTextDocument(uri, {
      viewColumn: other?.viewColumn ?? ViewColumn.Beside,
      selection: new Range(start.line, start.character, end.line, end.character),
    });
  } catch {
    // VS Code says why in its log; the file may be gone since the map was drawn.
    const path = workspace.asRelativePath(uri);
    await window.showWarningMessage(l10n.t('{0} could not be opened', path));
  }
}
