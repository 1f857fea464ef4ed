"""The bare merge job in DuckDB: read, normalise, group, choose survivors, compare, write.

Left out, to the peer's advantage: IDNA and Unicode normalisation of addresses, phone parsing,
roles and holds, the ladder of name rules, provenance, a durable store, fsync.
"""

import argparse
import pathlib

import duckdb

ACCOUNTS = """
create temp table accounts as
select
    lower(trim(email, ' ' || chr(9) || chr(160))) as address,
    country, account_id, account_type, first_name, last_name, postal_code, phone, language,
    email_verified,
    case when account_type in ('attendee', 'passholder') then 'reference'
         when email_verified then 'member' else 'unverified' end as role,
    coalesce(email_verified, false)::bigint << 40 | epoch(updated_at)::bigint as standing,
    coalesce(phone_verified, false)::bigint << 40 | epoch(updated_at)::bigint as phone_standing,
    lower(trim(first_name || ' ' || last_name)) as name_form,
    translate(phone, '+ -()/.', '') as phone_form,
    "marketing.email" as marketing_email, "marketing.sms" as marketing_sms
from read_csv({files}, header = true, delim = ',', quote = '"', auto_detect = false, columns = {{
    'account_id': 'VARCHAR', 'email': 'VARCHAR', 'first_name': 'VARCHAR', 'last_name': 'VARCHAR',
    'country': 'VARCHAR', 'postal_code': 'VARCHAR', 'phone': 'VARCHAR', 'language': 'VARCHAR',
    'created_at': 'TIMESTAMP', 'updated_at': 'TIMESTAMP', 'email_verified': 'BOOLEAN',
    'phone_verified': 'BOOLEAN', 'account_type': 'VARCHAR', 'status': 'VARCHAR',
    'link_consent': 'VARCHAR', 'privileged': 'BOOLEAN', 'legal_hold': 'BOOLEAN',
    'marketing.email': 'BOOLEAN', 'marketing.sms': 'BOOLEAN'}})
"""

# Two addresses in three have one account: those need no aggregation (a quarter faster).
SHARED = """
create temp table shared as
select address from accounts group by address having count(*) > 1
"""

LINKED = """
create temp table linked as
select
    md5(address) as profile_id,
    'linked' as state,
    address as email,
    arg_max(first_name, standing) as first_name,
    arg_max(last_name, standing) as last_name,
    arg_max(country, standing) as country,
    arg_max(postal_code, standing) as postal_code,
    arg_max(phone, phone_standing) as phone,
    arg_max(language, standing) as language,
    list({{'country': country, 'account_id': account_id, 'role': role,
          'account_type': account_type,
          'marketing': {{'email': marketing_email, 'sms': marketing_sms}}}}) as accounts,
    min(name_form) <> max(name_form) as names_differ,
    min(phone_form) <> max(phone_form) as phones_differ,
    min(name_form) as name_low, max(name_form) as name_high,
    min(phone_form) as phone_low, max(phone_form) as phone_high,
    bool_or(email_verified) as has_member
from accounts semi join shared using (address)
group by address
"""

WRITE_PROFILES = """
copy (
    select profile_id, state, email, first_name, last_name, country, postal_code, phone, language,
        accounts,
        {{'password': 'set_new',
          'phone': case when phone is null then 'add_and_verify' else 'verify' end,
          'mailbox_proof': not coalesce(has_member, false),
          'revoke_sessions': state = 'linked'}} as login
    from (
        select profile_id, state, email, first_name, last_name, country, postal_code, phone,
            language, accounts, has_member
        from linked
        union all
        select md5(address), 'single', address, first_name, last_name, country, postal_code,
            phone, language,
            [{{'country': country, 'account_id': account_id, 'role': role,
              'account_type': account_type,
              'marketing': {{'email': marketing_email, 'sms': marketing_sms}}}}],
            email_verified
        from accounts anti join shared using (address))
) to '{out}/profiles.ndjson' (format json)
"""

WRITE_LINKS = """
copy (
    select profile_id, account.country, account.account_id, account.role, 'migration' as basis
    from (select profile_id, unnest(accounts) as account from linked)
) to '{out}/links.csv' (format csv, header)
"""

WRITE_CONFLICTS = """
copy (
    select profile_id, 'name' as field, name_low as one, name_high as other
    from linked where names_differ
    union all
    select profile_id, 'phone', phone_low, phone_high from linked where phones_differ
) to '{out}/conflicts.csv' (format csv, header)
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spool", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    files = sorted(str(path) for path in pathlib.Path(options.spool).glob("*/incoming/*.csv"))
    pathlib.Path(options.out).mkdir(parents=True, exist_ok=True)

    database = duckdb.connect(config={"threads": options.threads})
    database.execute("set preserve_insertion_order = false")
    statements = (ACCOUNTS, SHARED, LINKED, WRITE_PROFILES, WRITE_LINKS, WRITE_CONFLICTS)
    for statement in statements:
        database.execute(statement.format(files=files, out=options.out))


main()
