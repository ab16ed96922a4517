/** The request for the edit that accepts a monitor, with the reason that a person gave for it. */
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { acceptEdit } from '../../service/language-service.ts';
import { toRange } from '../../workspace/positions.ts';
import type { ServerContext, ServerFeature } from '../context.ts';
import type { AskedAcceptance } from '../convert/convert.ts';

/** The request; parameters: `AcceptParams`, result: `AcceptedEdit | null`. It changes nothing. */
const ACCEPT = 'qemuMonitorGuard/accept';

interface AcceptParams extends AskedAcceptance {
  readonly reason: string;
}

/** What to write into the file of settings, which may not be there yet; null where that cannot be done. */
interface AcceptedEdit {
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
  /** The version of an open document; null for a file that is not open, or not there. */
  readonly version: number | null;
}

export function acceptFeature(context: ServerContext): ServerFeature {
  context.connection.onRequest(
    ACCEPT,
    async ({ uri, path, rules, address, reason }: AcceptParams): Promise<AcceptedEdit | null> => {
      await context.settingsReady();
      const file = context.folderFiles().find((one) => one.uri === uri);
      const open = context.documents.get(uri);
      const text = open?.getText() ?? file?.text ?? '';
      const edit = acceptEdit(text, { path, rules, address, reason });
      if (edit === undefined) return null;
      const document = TextDocument.create(uri, '', 0, text);
      const range = toRange(document, edit.at, context.features().encoding);
      return { uri, range, newText: edit.text, version: open?.version ?? null };
    },
  );
  return {};
}
