import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { type Config, readConfig } from '../config.ts';
import { type House, openHouse } from '../open-house.ts';

/** `yutang start`: everything, until told to stop. */
export async function start(): Promise<number> {
  const config = readConfig();
  const house = await startHouse(config);
  console.log(`Yutang is ready: ${house.url}`);
  if (config.publicUrl) console.log(`People reach it at ${config.publicUrl}`);
  return 0;
}

/** Opens the house and makes sure it is closed in order when the process is told to end. */
export async function startHouse(config: Config): Promise<House> {
  const log = pino({ level: config.logLevel });
  const house = await openHouse(config, log);
  closeWithGrace(
    { delay: 25_000, logger: { error: (...details: unknown[]) => log.error(details) } as never },
    async ({ err }) => {
      if (err) log.fatal({ err }, 'closing because of a fault');
      await house.close();
    },
  );
  return house;
}
