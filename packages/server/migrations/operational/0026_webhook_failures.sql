-- the list of webhooks counts what could not be delivered in the last thirty days
create index webhook_deliveries_failed on webhook_deliveries (workspace_id, webhook) where state = 'failed';
