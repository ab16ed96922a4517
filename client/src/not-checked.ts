/** What people are told of files that Monitor Guard does not read. */
import { l10n } from 'vscode';
import type { NotChecked } from './inventory/inventory.ts';

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

/** What is said of a script that takes too long to be followed to its end. */
export function notFollowedSentence(): string {
  return l10n.t('Not followed to its end: it takes too long, so it may open other monitors');
}

/** How many files hold a monitor's option and are not checked. */
export function notCheckedCount({ uris, more }: NotChecked): number {
  return uris.length + more;
}

/** Whether there is anything that may start a QEMU and is not checked. */
export function isSomethingNotChecked(files: NotChecked): boolean {
  return notCheckedCount(files) + files.documentation + files.programs > 0;
}

/** What else is not checked: pages for people, and files that only name QEMU; none for nothing. */
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
