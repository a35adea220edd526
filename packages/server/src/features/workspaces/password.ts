import { hash, verify } from '@node-rs/argon2';
import { AppError } from '@yutang/core/errors';

// OWASP's minimum for argon2id (the library's default algorithm): 19 MiB, 2 passes, 1 lane; 12–17 ms here
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash of a password, with salt and cost inside. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

let stranger: Promise<string> | undefined;

/**
 * Whether a password is right. Without a hash (unknown login) it takes the same time and answers false,
 * so nobody learns which logins exist.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  stranger ??= hashPassword('nobody has this password');
  const right = await verify(passwordHash ?? (await stranger), password.normalize('NFKC'));
  return right && passwordHash !== undefined;
}

const common = new Set(
  `12345678 123456789 1234567890 87654321 0123456789 11111111 00000000 88888888 66666666 12341234 11223344 123123123
   password password1 passw0rd p@ssw0rd password123 qwertyui qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx zaq12wsx
   asdfghjk asdfghjkl abcd1234 abc12345 a1234567 a12345678 a123456789 aa123456 aa12345678 iloveyou woaini1314
   woaini520 5201314520 1314520520 administrator admin123 admin1234 admin888 letmein1 welcome1 sunshine football
   princess dragon12 changeme yutang123 yutang888 test1234 root1234`.split(/\s+/),
);

/** Refuses passwords that guessers try first. Throws `account.password-weak`, naming the field. */
export function assertStrong(password: string, login: string, field: string): void {
  const bare = password.normalize('NFKC').toLowerCase();
  const weak =
    bare.length < 8 ||
    common.has(bare) ||
    new Set(bare).size < 3 ||
    bare === login ||
    bare === login.split('@')[0];
  if (weak) throw new AppError('account.password-weak', { field });
}
