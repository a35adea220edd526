import { Empty, IdParams } from '@yutang/contracts/page';
import {
  ContactDraft,
  ContactParams,
  CustomerParties,
  OrganisationDraft,
  OrganisationPage,
  OrganisationParams,
  OrganisationPatch,
  OrganisationPeople,
  OrganisationPeopleQuery,
  OrganisationProfile,
  OrganisationQuery,
} from '@yutang/contracts/parties';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { PartiesDeps, PartyCommands } from './party-commands.ts';
import { askOrganisation, askParties, listOrganisations, listPeople } from './party-question.ts';

const tags = ['parties'];
const read = { permission: 'customers.read' as const };
const write = { permission: 'customers.write' as const };

/** Organisations, their people, and who pays for whom (ID-12). */
export function partyRoutes(app: HttpApp, { db, customers }: PartiesDeps, commands: PartyCommands): void {
  app.get('/api/parties', {
    config: read,
    schema: {
      tags,
      summary: 'Companies and households, most net sales first',
      querystring: OrganisationQuery,
      response: { 200: OrganisationPage, ...problems },
    },
    handler: ({ principal, query }) => listOrganisations(db, principal, query),
  });

  app.post('/api/parties', {
    config: write,
    schema: {
      tags,
      summary: 'Make an organisation',
      body: OrganisationDraft,
      response: { 201: OrganisationProfile, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const ref = await commands.make(principal, body);
      return reply.code(201).send(await askOrganisation(db, principal, ref));
    },
  });

  app.get('/api/parties/:ref', {
    config: read,
    schema: {
      tags,
      summary: 'One organisation',
      params: OrganisationParams,
      response: { 200: OrganisationProfile, ...problems },
    },
    handler: ({ principal, params }) => askOrganisation(db, principal, params.ref),
  });

  app.patch('/api/parties/:ref', {
    config: write,
    schema: {
      tags,
      summary: 'Say what an organisation is called, of what kind it is and more; put it away or back',
      params: OrganisationParams,
      body: OrganisationPatch,
      response: { 200: OrganisationProfile, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      await commands.change(principal, params.ref, body);
      return askOrganisation(db, principal, params.ref);
    },
  });

  app.get('/api/parties/:ref/people', {
    config: read,
    schema: {
      tags,
      summary: 'Contacts of an organisation, and those it paid for',
      params: OrganisationParams,
      querystring: OrganisationPeopleQuery,
      response: { 200: OrganisationPeople, ...problems },
    },
    handler: ({ principal, params, query }) => listPeople(db, customers, principal, params.ref, query),
  });

  app.put('/api/parties/:ref/contacts/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Make a customer a contact of an organisation, with these roles',
      params: ContactParams,
      body: ContactDraft,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      await commands.connect(principal, params.ref, params.id, body.roles);
      return {};
    },
  });

  app.delete('/api/parties/:ref/contacts/:id', {
    config: write,
    schema: {
      tags,
      summary: 'The customer is no contact of the organisation any more',
      params: ContactParams,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params }) => {
      await commands.part(principal, params.ref, params.id);
      return {};
    },
  });

  app.get('/api/customers/:id/parties', {
    config: read,
    schema: {
      tags,
      summary: 'Organisations of a person, and who pays for whom',
      params: IdParams,
      response: { 200: CustomerParties, ...problems },
    },
    handler: async ({ principal, params }) =>
      askParties(db, principal, await customers.person(principal, params.id)),
  });
}
