/** The client's settings: asked for where it can be asked, taken as they come otherwise. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
} from 'vscode-languageserver';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../service/settings.ts';

/** The section of the editor's settings that is ours. */
const SECTION = 'qemuMonitorGuard';

export interface ClientSettings {
  /** The settings for a document or file, by its URI. */
  readonly of: (uri: string) => Settings;
  /** Resolves when the answer to the last question is there. Never rejects. */
  readonly ready: () => Promise<void>;
  /** Takes what the client said when it introduced itself. */
  readonly start: (capabilities: ClientCapabilities, initial: unknown) => void;
  /** Asks the client, once it takes requests. */
  readonly initialized: () => void;
}

/** Who wants to know about settings. */
export interface SettingsListener {
  /** Called when our settings are others. */
  readonly changed: () => void;
  /** Called when the client says that any settings are. */
  readonly told: () => void;
  /** Resolves when the client has taken too long to answer. */
  readonly patience: () => Promise<void>;
}

/** Keeps the settings up to date. */
export function clientSettings(
  connection: Connection,
  attempt: (request: Promise<unknown>) => void,
  { changed, told, patience }: SettingsListener,
): ClientSettings {
  let capabilities: ClientCapabilities = {};
  let settings: Settings = DEFAULT_SETTINGS;
  let asked = 0;
  let ready: Promise<void> = Promise.resolve();

  async function ask(): Promise<void> {
    const question = ++asked;
    const answered = async (): Promise<void> => {
      try {
        const answer: unknown = await connection.workspace.getConfiguration(SECTION);
        // Answers may overtake each other; only the one to the last question is up to date.
        if (question === asked) take(answer);
      } catch (error) {
        connection.console.warn(`The settings could not be read and stay as they are: ${error}`);
      }
    };
    // Whoever never answers has the settings that he had; an answer that comes late counts all the same.
    await Promise.race([answered(), patience()]);
  }

  function take(value: unknown): void {
    const next = parseSettings(value);
    if (sameSettings(next, settings)) return;
    settings = next;
    changed();
  }

  connection.onDidChangeConfiguration((change) => {
    const pushed = change.settings as Readonly<Record<string, unknown>> | null;
    if (capabilities.workspace?.configuration) ready = ask();
    else take(pushed?.[SECTION]);
    told();
  });

  return {
    of: () => settings,
    ready: () => ready,
    start: (client, initial) => {
      capabilities = client;
      settings = parseSettings(initial);
    },
    initialized: () => {
      const client = capabilities.workspace;
      if (client?.didChangeConfiguration?.dynamicRegistration) {
        const section = { section: SECTION };
        attempt(connection.client.register(DidChangeConfigurationNotification.type, section));
      }
      if (client?.configuration) ready = ask();
    },
  };
}

function sameSettings(a: Settings, b: Settings): boolean {
  const plain = ({ severities, ...rest }: Settings) =>
    JSON.stringify({ ...rest, severities: [...severities] });
  return plain(a) === plain(b);
}
