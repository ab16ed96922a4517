/** The files of an analysis as trees, for fixes that change more than one text; read when asked for first. */
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import { readXml } from '../../syntax/xml/reader.ts';
import type { XmlDocument } from '../../syntax/xml/tree.ts';
import type { PlacedFile } from '../../text/file-set.ts';
import type { Analysis } from '../analysis/analyze.ts';

export interface FixTrees {
  /** The document, which lies at 0, as XML. */
  readonly document: () => XmlDocument;
  /** A file as a script, with offsets that count from the file's own start. */
  readonly script: (file: PlacedFile) => ShellScript;
}

/** For the fixes of one analysis. */
export function fixTrees({ source }: Analysis): FixTrees {
  const scripts = new Map<PlacedFile, ShellScript>();
  let document: XmlDocument | undefined;
  return {
    document: () => {
      document ??= readXml(source.text);
      return document;
    },
    script: (file) => {
      const script =
        scripts.get(file) ?? readShell(file.text, undefined, dialectOf(file.text, file.path));
      scripts.set(file, script);
      return script;
    },
  };
}
