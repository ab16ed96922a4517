/** Options whose value is the next word, whatever that is, in QEMU 5.2 to 11.1 (test/qemu/tables.test.ts). */

import { ALL_MONITOR_OPTIONS } from '../../invocation/monitor-options.ts';
import { splitWords, wordSet } from '../../text/split-words.ts';

/** Options of qemu-system with a value, without dashes. */
export const SYSTEM_VALUED: ReadonlySet<string> = new Set([
  ...splitWords(`
    machine M cpu accel smp numa add-fd set global boot m mem-path k audio audiodev device name uuid
    object
  `),
  ...splitWords(`
    fda fdb hda hdb hdc hdd cdrom blockdev drive mtdblock sd pflash fsdev virtfs iscsi hdachs
  `),
  ...splitWords(`
    usbdevice display spice vga g vnc acpitable smbios netdev nic net tpmdev prom-env
    semihosting-config rotate redir tftp bootp
  `),
  ...splitWords('bios kernel shim append initrd dtb compat fw_cfg'),
  ...ALL_MONITOR_OPTIONS,
  ...splitWords(`
    pidfile overcommit gdb d D dfilter seed L
    xen-domid action loadvm option-rom rtc icount watchdog watchdog-action echr incoming sandbox
    readconfig writeconfig trace plugin run-with msg dump-vmstate qtest qtest-log chroot runas
    tb-size
  `),
  // Removed long ago, still in scripts
  ...splitWords(`
    soundhw balloon bt clock realtime startdate virtioconsole pcidevice kvm-shadow-memory smb
  `),
]);

/** Options of qemu-storage-daemon with a value, in any version. */
export const STORAGE_DAEMON_VALUED = wordSet(
  'blockdev chardev export monitor nbd-server object pidfile trace',
);

/** Options of qemu-storage-daemon, which accepts unique prefixes. */
export const STORAGE_DAEMON_OPTIONS: readonly string[] = [
  ...STORAGE_DAEMON_VALUED,
  ...['help', 'version', 'daemonize'],
];

/** Options that accept JSON (tried with QEMU 10.0). */
const SYSTEM_JSON = wordSet('object device netdev blockdev audiodev display');
const STORAGE_DAEMON_JSON = wordSet('object blockdev export monitor nbd-server');

/** Whether a value that begins with `{` is JSON. */
export function takesJson(program: string, option: string): boolean {
  return (program === 'storage-daemon' ? STORAGE_DAEMON_JSON : SYSTEM_JSON).has(option);
}
