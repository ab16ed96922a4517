/** The options of qemu-system about devices: disks, displays, networks (qemu-options.hx of QEMU 10.0). */
import * as l10n from '@vscode/l10n';
import type { Words } from './description.ts';

/** An option that names the image of a disk. */
function image(says: () => string): Words {
  return { says, valueType: 'path' };
}

export const DEVICE_OPTION_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['device', { says: () => l10n.t('Adds a device to the guest') }],
  // Block devices
  ['fda', image(() => l10n.t('Puts an image into the first floppy drive'))],
  ['fdb', image(() => l10n.t('Puts an image into the second floppy drive'))],
  ['hda', image(() => l10n.t('Makes an image the first IDE disk'))],
  ['hdb', image(() => l10n.t('Makes an image the second IDE disk'))],
  ['hdc', image(() => l10n.t('Makes an image the third IDE disk'))],
  ['hdd', image(() => l10n.t('Makes an image the fourth IDE disk'))],
  ['cdrom', image(() => l10n.t('Puts an image into the CD drive'))],
  ['mtdblock', image(() => l10n.t('Makes an image the on-board flash memory'))],
  ['sd', image(() => l10n.t('Makes an image the SD card'))],
  [
    'pflash',
    image(() => l10n.t('Makes an image the parallel flash memory, which often holds firmware')),
  ],
  ['blockdev', { says: () => l10n.t('Defines a node of block devices, which others refer to') }],
  ['drive', { says: () => l10n.t('Defines a drive, and a device for it unless if=none') }],
  ['snapshot', { says: () => l10n.t('Writes to temporary files in place of the images') }],
  ['fsdev', { says: () => l10n.t('Defines a folder of the host that the guest can be given') }],
  ['virtfs', { says: () => l10n.t('Gives the guest a folder of the host') }],
  ['iscsi', { says: () => l10n.t('Sets how iSCSI disks are reached') }],
  // USB, display, sound
  ['usb', { says: () => l10n.t('Gives the machine USB') }],
  ['usbdevice', { says: () => l10n.t('Adds a USB device, such as tablet') }],
  ['vga', { says: () => l10n.t('Chooses the graphics card') }],
  ['full-screen', { says: () => l10n.t('Begins with a window that fills the screen') }],
  ['g', { says: () => l10n.t('Sets the resolution of the display (PPC, SPARC, m68k)') }],
  ['audio', { says: () => l10n.t('Adds a sound card and where its sound goes'), since: 701 }],
  ['audiodev', { says: () => l10n.t('Defines where sound goes') }],
  // Network, TPM
  ['netdev', { says: () => l10n.t('Defines a network that devices refer to') }],
  ['nic', { says: () => l10n.t('Makes a network and a card in it') }],
  ['net', { says: () => l10n.t('Makes a network or a card, in the old way') }],
  ['tpmdev', { says: () => l10n.t('Defines a TPM that a device refers to') }],
]);
