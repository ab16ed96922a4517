/** Texts about files that are not read. */
import { l10n } from 'vscode';
import type { NotChecked, StoppedFile } from './inventory/inventory.ts';

/** `2 files with monitor options are not checked.` */
export function notCheckedSentence(files: number): string {
  return files === 1
    ? l10n.t(
        '1 file with monitor options was not checked, because Monitor Guard does not read its language.',
      )
    : l10n.t(
        '{0} files with monitor options were not checked, because Monitor Guard does not read their languages.',
        files,
      );
}

/** For a script whose analysis stopped. */
export function notFollowedSentence({ line }: Pick<StoppedFile, 'line'>): string {
  return line > 0
    ? l10n.t(
        'Analysis stopped at line {0}: the file takes too long, so it may open other monitors',
        line,
      )
    : l10n.t('Analysis stopped: the file takes too long, so it may open other monitors');
}

/** The number of unread files with monitor options. */
export function notCheckedCount({ uris, more }: NotChecked): number {
  return uris.length + more;
}

/** Whether anything was not checked. */
export function isSomethingNotChecked(files: NotChecked): boolean {
  return notCheckedCount(files) + files.documentation + files.programs > 0;
}

/** Other unchecked files: documentation, mentions of QEMU. */
export function besideNotChecked({ more, documentation, programs }: NotChecked): readonly string[] {
  return [
    ...(more > 0 ? [l10n.t('{0} more files with monitor options', more)] : []),
    ...(documentation === 1 ? [l10n.t('1 documentation file with monitor options')] : []),
    ...(documentation > 1
      ? [l10n.t('{0} documentation files with monitor options', documentation)]
      : []),
    ...(programs === 1 ? [l10n.t('1 file that only names QEMU')] : []),
    ...(programs > 1 ? [l10n.t('{0} files that only name QEMU', programs)] : []),
  ];
}
