import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Check, plain } from '../check.ts';

/** A setting as doctor lists it: secrets and passwords are not in it. */
export interface SettingLine {
  name: string;
  value: string;
  /** From the environment, and not the default. */
  given: boolean;
}

export interface MachineFacts {
  dataFolder: string;
  settings: readonly SettingLine[];
}

const gigabyte = 1024 ** 3;

/** Node, settings, data folder and disk: what is looked at before any store is. */
export function machineChecks({ dataFolder, settings }: MachineFacts): Check[] {
  return [
    {
      name: 'node.version',
      label: { en: 'Node.js', zh: 'Node.js' },
      remedy: { en: 'Install Node.js 20 or newer.', zh: '请安装 Node.js 20 或更高版本。' },
      async find() {
        const enough = Number(process.versions.node.split('.')[0]) >= 20;
        return {
          state: enough ? 'ok' : 'fail',
          detail: plain(process.version),
          ...(enough ? {} : { remedy: this.remedy }),
        };
      },
    },
    {
      name: 'settings',
      label: { en: 'Settings', zh: '设置' },
      remedy: plain(''),
      async find() {
        const list = settings
          .map(({ name, value, given }) => `${name}=${value}${given ? '' : ' *'}`)
          .join('  ');
        return { state: 'ok', detail: { en: `${list}  (* default)`, zh: `${list}  (* 默认值)` } };
      },
    },
    {
      name: 'data.writable',
      label: { en: 'Data folder', zh: '数据目录' },
      remedy: {
        en: 'Make the folder writable for the user Yutang runs as, or set YUTANG_DATA to another one.',
        zh: '请让运行鱼塘的用户可以写入该目录,或将 YUTANG_DATA 设为其他目录。',
      },
      async find() {
        accessSync(nearestFolder(dataFolder), constants.W_OK | constants.X_OK);
        return { state: 'ok', detail: plain(dataFolder) };
      },
    },
    diskCheck(dataFolder),
  ];
}

/** Below 2 GB people should look; below 300 MB PostgreSQL soon stops. */
function diskCheck(dataFolder: string): Check {
  const remedy = {
    en: 'Free some space on the disk of the data folder, or move the folder to a larger one.',
    zh: '请清理数据目录所在磁盘,或将数据目录移到更大的磁盘。',
  };
  return {
    name: 'disk.space',
    label: { en: 'Disk space', zh: '磁盘空间' },
    remedy,
    async find() {
      const { bavail, blocks, bsize } = statfsSync(nearestFolder(dataFolder));
      const free = bavail * bsize;
      const state = free < 0.3 * gigabyte ? 'fail' : free < 2 * gigabyte ? 'warn' : 'ok';
      const share = Math.round((100 * bavail) / Math.max(1, blocks));
      const size = (free / gigabyte).toFixed(1);
      const detail = { en: `${size} GB free (${share} %)`, zh: `剩余 ${size} GB(${share}%)` };
      return state === 'ok' ? { state, detail } : { state, detail, remedy };
    },
  };
}

/** The folder itself, or the first of its parents that exists: it is made at the first start. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
