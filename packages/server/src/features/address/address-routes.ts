import { Address } from '@yutang/contracts/address';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';

/** What codes, links and snippets begin with. */
export function addressRoutes(app: HttpApp, publicUrl: string | null): void {
  app.get(
    '/api/address',
    {
      config: { permission: 'member' },
      schema: {
        tags: ['address'],
        summary: 'Under which address people and platforms reach this installation',
        response: { 200: Address, ...problems },
      },
    },
    async () => ({ publicUrl }),
  );
}
