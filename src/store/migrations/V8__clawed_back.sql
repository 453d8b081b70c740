-- Whether refunds took points back after a distribution was final is asked at each close. There are few of them, or none,
-- among millions of metrics.
CREATE INDEX metrics_clawed_back ON metrics (distribution_id)
    WHERE status IN ('clawed_back', 'clawback_undone', 'clawback_counted');
