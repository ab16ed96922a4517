/** Accepts a monitor in a settings file, with a reason. */
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { acceptEdit } from '../../service/language-service.ts';
import { toRange } from '../../workspace/positions.ts';
import type { ServerContext, ServerFeature } from '../context.ts';
import type { AskedAcceptance } from '../convert/convert.ts';

/** `AcceptParams` → `AcceptedEdit | null`; changes nothing itself. */
const ACCEPT = 'qemuMonitorGuard/accept';

interface AcceptParams extends AskedAcceptance {
  readonly reason: string;
}

/** The settings file's edit; the file need not exist. */
interface AcceptedEdit {
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
  /** Null for a document that is not open. */
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
