/**
 * The options of qemu-system about the machine itself: what it is made of, how it boots, and how it runs
 * (qemu-options.hx of QEMU 10.0).
 */
import * as l10n from '@vscode/l10n';
import type { Words } from './description.ts';

export const MACHINE_OPTION_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  // Standard
  ['machine', { says: () => l10n.t('Chooses the machine and its properties') }],
  ['M', { says: () => l10n.t('Another name for the option {0}', '-machine') }],
  ['cpu', { says: () => l10n.t('Chooses the model of the processors') }],
  ['accel', { says: () => l10n.t('Chooses what runs the guest: kvm, tcg …') }],
  ['enable-kvm', { says: () => l10n.t('Runs the guest with KVM') }],
  [
    'smp',
    {
      says: () => l10n.t('Says how many processors there are, and in which sockets'),
      default: '1',
    },
  ],
  ['numa', { says: () => l10n.t('Divides memory and processors into NUMA nodes') }],
  ['global', { says: () => l10n.t('Sets a property for all devices of a driver') }],
  ['boot', { says: () => l10n.t('Says which devices the machine starts from') }],
  ['m', { says: () => l10n.t('Says how much memory the guest has'), default: '128M' }],
  [
    'mem-path',
    {
      says: () => l10n.t("Puts the guest's memory into a file of this directory"),
      valueType: 'path',
    },
  ],
  ['mem-prealloc', { says: () => l10n.t("Takes all of the guest's memory at the start") }],
  ['k', { says: () => l10n.t('Chooses the keyboard layout, such as de'), default: 'en-us' }],
  ['uuid', { says: () => l10n.t('Sets the UUID of the machine') }],
  [
    'compat',
    {
      says: () => l10n.t('Says what QEMU does with deprecated and unstable interfaces'),
      since: 600,
    },
  ],
  ['help', { says: () => l10n.t('Prints a help text and ends') }],
  ['h', { says: () => l10n.t('Prints a help text and ends') }],
  ['version', { says: () => l10n.t('Prints the version and ends') }],
  // Boot
  ['bios', { says: () => l10n.t('Chooses the file of the firmware'), valueType: 'path' }],
  ['kernel', { says: () => l10n.t('Starts this kernel without a boot loader'), valueType: 'path' }],
  [
    'shim',
    { says: () => l10n.t('Starts the kernel by this EFI shim'), valueType: 'path', since: 1000 },
  ],
  ['append', { says: () => l10n.t('Gives the kernel its command line') }],
  ['initrd', { says: () => l10n.t('Gives the kernel its initial RAM disk'), valueType: 'path' }],
  ['dtb', { says: () => l10n.t('Gives the kernel its device tree'), valueType: 'path' }],
  ['fw_cfg', { says: () => l10n.t('Hands a file or text to the firmware') }],
  ['option-rom', { says: () => l10n.t('Loads a file as an option ROM'), valueType: 'path' }],
  ['acpitable', { says: () => l10n.t('Adds an ACPI table') }],
  ['smbios', { says: () => l10n.t('Sets fields of the SMBIOS tables') }],
  ['prom-env', { says: () => l10n.t('Sets a variable of the firmware (PPC and SPARC)') }],
  ['semihosting', { says: () => l10n.t('Lets the guest use files and the console of the host') }],
  [
    'semihosting-config',
    { says: () => l10n.t('Lets the guest use files and the console of the host, and says how') },
  ],
  ['no-fd-bootchk', { says: () => l10n.t('Starts from floppy disks without a boot signature') }],
  ['win2k-hack', { says: () => l10n.t('Helps the installation of Windows 2000 over a full disk') }],
  // Running
  ['no-reboot', { says: () => l10n.t('Ends where the guest would restart') }],
  ['no-shutdown', { says: () => l10n.t('Stops, and does not end, where the guest shuts down') }],
  [
    'action',
    {
      says: () => l10n.t('Says what follows when the guest restarts, shuts down or panics'),
      since: 600,
    },
  ],
  [
    'watchdog-action',
    { says: () => l10n.t('Says what follows when the watchdog fires'), default: 'reset' },
  ],
  ['loadvm', { says: () => l10n.t('Starts with the state of a snapshot') }],
  ['only-migratable', { says: () => l10n.t('Takes only devices that can migrate') }],
  ['overcommit', { says: () => l10n.t('Locks memory, and shares processors or not') }],
  ['rtc', { says: () => l10n.t('Sets the clock of the machine') }],
  ['icount', { says: () => l10n.t('Counts instructions, so that time passes with them') }],
  ['seed', { says: () => l10n.t('Sets where random numbers begin') }],
  // Looking inside
  ['d', { says: () => l10n.t('Logs what QEMU does, by item') }],
  ['D', { says: () => l10n.t('Writes the log of -d to a file'), valueType: 'path' }],
  ['dfilter', { says: () => l10n.t('Logs for a range of addresses only') }],
  ['trace', { says: () => l10n.t('Turns trace events on') }],
  ['plugin', { says: () => l10n.t('Loads a plugin that watches the instructions of TCG') }],
  ['perfmap', { says: () => l10n.t('Writes where the code of TCG lies, for perf'), since: 800 }],
  ['jitdump', { says: () => l10n.t('Writes the code of TCG to a file, for perf'), since: 800 }],
  ['enable-sync-profile', { says: () => l10n.t('Measures how long threads wait for each other') }],
  [
    'dump-vmstate',
    {
      says: () => l10n.t('Writes the format of migrated state to a file and ends'),
      valueType: 'path',
    },
  ],
  [
    'L',
    {
      says: () => l10n.t('Adds a directory with firmware and keyboard layouts'),
      valueType: 'path',
    },
  ],
  ['xen-domid', { says: () => l10n.t('Says which Xen domain it is') }],
  ['xen-attach', { says: () => l10n.t('Joins a Xen domain that exists') }],
  [
    'xen-domid-restrict',
    { says: () => l10n.t('Gives up what other Xen domains could be reached with') },
  ],
]);
