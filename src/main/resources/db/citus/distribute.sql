-- Spreads the schema over a Citus cluster, once, after the migrations ran and before readers come:
-- src/main/docs/citus.md says how. Whatever is a reader's lies with that reader.

-- What every shard joins with, and few ever write.
SELECT create_reference_table('site');
SELECT create_reference_table('site_key');
SELECT create_reference_table('site_gate');
SELECT create_reference_table('site_sign_in');
SELECT create_reference_table('article');
SELECT create_reference_table('plan');
SELECT create_reference_table('price_change');
SELECT create_reference_table('promo_code');
SELECT create_reference_table('cancellation_offer');
SELECT create_reference_table('event_subscriber');
SELECT create_reference_table('webhook');

-- A reader's. Those that others refer to come before them.
SELECT create_distributed_table('reader', 'reader_id');
SELECT create_distributed_table('ended_session', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('reader_merge', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('id_token_use', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('revocation', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('idempotency', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('event', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('event_queue', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('event_outbox', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('receipt', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('receipt_chain', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('meter', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('metered_read', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('unlock_grant', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('unlock', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('subscription', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('cancellation_reason', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('payment', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('customer', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('refund', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('dispute', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('billed_subscription', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('promo_redemption', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('checkout', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('applied_event', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('sandbox_checkout', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('sandbox_subscription', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('sandbox_payment', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('notice', 'reader_id', colocate_with := 'reader');
SELECT create_distributed_table('notice_attempt', 'reader_id', colocate_with := 'reader');

-- Leads from a receipt's id to its reader: a look-up of its own.
SELECT create_distributed_table('receipt_lookup', 'receipt_id', colocate_with := 'none');

-- Nobody's, or not known yet whose: few rows, which stay where the service connects to.
SELECT citus_add_local_table_to_metadata('signing_key');
SELECT citus_add_local_table_to_metadata('receipt_key');
SELECT citus_add_local_table_to_metadata('rate_window');
SELECT citus_add_local_table_to_metadata('sign_in_link');
SELECT citus_add_local_table_to_metadata('declaration');
SELECT citus_add_local_table_to_metadata('provider_event');
SELECT citus_add_local_table_to_metadata('provider_look');
SELECT citus_add_local_table_to_metadata('provider_heard');
SELECT citus_add_local_table_to_metadata('sandbox_clock');

-- A draw runs whole on the node that has the reader.
SELECT create_distributed_function('begin_meter(text, uuid, timestamptz, timestamptz, timestamptz, integer)');
SELECT create_distributed_function(
    'draw_unlock(text, uuid, text, timestamptz)', 'p_reader', colocate_with := 'reader');
SELECT create_distributed_function(
    'draw_read(text, uuid, boolean, text, timestamptz, timestamptz, timestamptz, integer)',
    'p_reader', colocate_with := 'reader');
SELECT create_distributed_function(
    'merge_reads(text, uuid, timestamptz, timestamptz, timestamptz, integer, text[], timestamptz[], '
    'timestamptz[], timestamptz[])',
    'p_reader', colocate_with := 'reader');
