"""The bare merge job in Polars: read, normalise, group, choose survivors, compare, write.

Left out, to the peer's advantage: IDNA and Unicode normalisation of addresses, phone parsing,
roles and holds, the ladder of name rules, provenance, a durable store, fsync.
"""

import argparse
import os
import pathlib


def read_accounts(pl, files):
    """The twenty exports as one lazy table, with what the job compares and orders by."""
    columns = [
        "account_id", "email", "first_name", "last_name", "country", "postal_code", "phone",
        "language", "created_at", "updated_at", "email_verified", "phone_verified",
        "account_type", "status", "link_consent", "privileged", "legal_hold", "marketing.email",
        "marketing.sms",
    ]
    flags = {"email_verified", "phone_verified", "marketing.email", "marketing.sms"}
    schema = {name: pl.Boolean if name in flags else pl.String for name in columns}
    return pl.scan_csv(files, schema=schema, has_header=True).select(
        pl.col("email").str.strip_chars().str.to_lowercase().alias("address"),
        "country", "account_id", "account_type", "first_name", "last_name", "postal_code",
        "phone", "language",
        pl.col("email_verified").fill_null(False),
        pl.when(pl.col("account_type").is_in(["attendee", "passholder"]))
        .then(pl.lit("reference"))
        .when(pl.col("email_verified"))
        .then(pl.lit("member"))
        .otherwise(pl.lit("unverified"))
        .alias("role"),
        standing(pl, "email_verified").alias("standing"),
        pl.when(pl.col("phone").is_not_null())  # An empty phone never wins.
        .then(standing(pl, "phone_verified")).alias("phone_standing"),
        pl.concat_str("first_name", "last_name", separator=" ", ignore_nulls=True)
        .str.strip_chars().str.to_lowercase().alias("name_form"),
        pl.col("phone").str.replace_all(r"[^0-9]", "").alias("phone_form"),
        pl.struct(email="marketing.email", sms="marketing.sms").alias("marketing"),
    )


def standing(pl, verified):
    """Verified over unverified, then the newest: one number to order by."""
    instant = pl.col("updated_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="ms")
    seconds = instant.dt.epoch("s")
    return pl.col(verified).fill_null(False).cast(pl.Int64) * (1 << 40) + seconds


FIELDS = ["first_name", "last_name", "country", "postal_code", "language"]
ACCOUNT = ["country", "account_id", "role", "account_type", "marketing"]


def linked_profiles(pl, accounts, shared):
    """One row per shared address: survivors per field, accounts, and what differs among them."""
    return accounts.join(shared, on="address", how="semi").group_by("address").agg(
        *[pl.col(field).max_by("standing") for field in FIELDS],
        pl.col("phone").max_by("phone_standing"),
        pl.struct(ACCOUNT).alias("accounts"),
        pl.len().alias("count"),
        pl.col("email_verified").any().alias("has_member"),
        pl.col("name_form").min().alias("name_low"),
        pl.col("name_form").max().alias("name_high"),
        pl.col("phone_form").min().alias("phone_low"),
        pl.col("phone_form").max().alias("phone_high"),
    ).with_columns(pl.col("address").hash(seed=1).alias("profile_id"))


def single_profiles(pl, accounts, shared):
    """Two addresses in three have one account: those need no aggregation."""
    return accounts.join(shared, on="address", how="anti").select(
        "address", *FIELDS, "phone",
        pl.concat_list(pl.struct(ACCOUNT)).alias("accounts"),
        pl.lit(1, dtype=pl.UInt32).alias("count"),
        pl.col("email_verified").alias("has_member"),
        pl.col("address").hash(seed=1).alias("profile_id"),
    )


def profile_rows(pl, linked, singles):
    is_linked = pl.col("count") > 1
    return pl.concat([linked.select(singles.collect_schema().names()), singles]).select(
        "profile_id",
        pl.when(is_linked).then(pl.lit("linked")).otherwise(pl.lit("single")).alias("state"),
        pl.col("address").alias("email"),
        "first_name", "last_name", "country", "postal_code", "phone", "language", "accounts",
        pl.struct(
            password=pl.lit("set_new"),
            phone=pl.when(pl.col("phone").is_null())
            .then(pl.lit("add_and_verify")).otherwise(pl.lit("verify")),
            mailbox_proof=~pl.col("has_member"),
            revoke_sessions=is_linked,
        ).alias("login"),
    )


def link_rows(pl, linked):
    return linked.select("profile_id", "accounts").explode("accounts").select(
        "profile_id",
        *[pl.col("accounts").struct.field(name) for name in ("country", "account_id", "role")],
        pl.lit("migration").alias("basis"),
    )


def conflict_rows(pl, linked):
    return pl.concat([
        linked.filter(pl.col(f"{field}_low") != pl.col(f"{field}_high")).select(
            "profile_id", pl.lit(field).alias("field"),
            pl.col(f"{field}_low").alias("one"), pl.col(f"{field}_high").alias("other"))
        for field in ("name", "phone")
    ])


def materialized(table):
    """Works the table out now, because it is read more than once."""
    return table.collect(engine="streaming").lazy()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spool", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)  # Read when Polars is imported.
    import polars as pl

    files = sorted(str(path) for path in pathlib.Path(options.spool).glob("*/incoming/*.csv"))
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    accounts = materialized(read_accounts(pl, files))
    counts = accounts.group_by("address").agg(pl.len().alias("count"))
    shared = materialized(counts.filter(pl.col("count") > 1).select("address"))
    linked = materialized(linked_profiles(pl, accounts, shared))
    singles = single_profiles(pl, accounts, shared)
    profile_rows(pl, linked, singles).sink_ndjson(out / "profiles.ndjson")
    link_rows(pl, linked).sink_csv(out / "links.csv")
    conflict_rows(pl, linked).sink_csv(out / "conflicts.csv")


main()
