/**
 * Options that scripts still use and QEMU no longer has, with what takes their place
 * (docs/about/removed-features.rst of QEMU 10.2).
 */
import * as l10n from '@vscode/l10n';
import type { QemuVersion } from '../options/version.ts';
import type { Words } from './description.ts';

/** An option that another one took the place of. */
function replaced(until: QemuVersion | undefined, instead: string): Words {
  const says = () => l10n.t('An option of older versions; write {0}', instead);
  return until === undefined ? { says } : { says, until };
}

/** An option that nothing took the place of. */
function gone(until: QemuVersion | undefined): Words {
  const says = () => l10n.t('An option of older versions, which has no successor');
  return until === undefined ? { says } : { says, until };
}

export const REMOVED_OPTION_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['hdachs', replaced(212, '-device ide-hd,cyls=C,heads=H,secs=S')],
  ['balloon', replaced(301, '-device virtio-balloon')],
  ['bootp', replaced(301, '-netdev user,bootp=FILE')],
  ['redir', replaced(301, '-netdev user,hostfwd=…')],
  ['smb', replaced(301, '-netdev user,smb=DIR')],
  ['tftp', replaced(301, '-netdev user,tftp=DIR')],
  ['startdate', replaced(301, '-rtc base=DATE')],
  ['realtime', replaced(600, '-overcommit mem-lock=on')],
  ['show-cursor', replaced(600, '-display gtk,show-cursor=on')],
  ['tb-size', replaced(600, '-accel tcg,tb-size=N')],
  ['no-quit', replaced(700, '-display gtk,window-close=off')],
  ['enable-fips', gone(701)],
  ['alt-grab', replaced(701, '-display sdl,grab-mod=lshift-lctrl-lalt')],
  ['ctrl-grab', replaced(701, '-display sdl,grab-mod=rctrl')],
  ['sdl', replaced(701, '-display sdl')],
  ['curses', replaced(701, '-display curses')],
  ['soundhw', replaced(701, '-audio')],
  ['watchdog', replaced(702, '-device')],
  ['audio-help', replaced(802, '-audiodev help')],
  ['no-hpet', replaced(900, '-machine hpet=off')],
  ['no-acpi', replaced(900, '-machine acpi=off')],
  ['async-teardown', { ...replaced(900, '-run-with async-teardown=on'), since: 702 }],
  ['chroot', replaced(900, '-run-with chroot=DIR')],
  ['singlestep', replaced(900, '-accel tcg,one-insn-per-tb=on')],
  ['portrait', gone(902)],
  ['rotate', gone(902)],
  ['runas', replaced(1000, '-run-with user=USER')],
  ['old-param', gone(1002)],
  // From before what is listed there; QEMU 5.2 has none of them.
  ['bt', gone(undefined)],
  ['clock', gone(undefined)],
  ['virtioconsole', replaced(undefined, '-device virtconsole')],
  ['pcidevice', replaced(undefined, '-device')],
  ['kvm-shadow-memory', replaced(undefined, '-machine kvm-shadow-mem=SIZE')],
]);
