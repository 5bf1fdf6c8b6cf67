using System.Globalization;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Brings a file forward to the version this program knows; refuses what is newer.</summary>
internal static class SchemaScripts
{
    /// <summary>One day of messages with their keys. Script n brings version n to n + 1.</summary>
    public static readonly string[] Day =
    [
        """
        CREATE TABLE message(position INTEGER PRIMARY KEY, queue INTEGER NOT NULL, priority INTEGER NOT NULL, number INTEGER NOT NULL,
          kind INTEGER NOT NULL, conversation INTEGER NOT NULL, received INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE TABLE waiting(queue INTEGER NOT NULL, priority INTEGER NOT NULL, position INTEGER NOT NULL, conversation INTEGER NOT NULL,
          number INTEGER NOT NULL, kind INTEGER NOT NULL, received INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL,
          deaths INTEGER NOT NULL, trouble INTEGER NOT NULL, PRIMARY KEY(queue, priority, position)) WITHOUT ROWID;
        CREATE INDEX delayed ON waiting(queue, priority, due) WHERE due > 0;
        CREATE TABLE parked(position INTEGER PRIMARY KEY, attempts INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT, answer TEXT);
        CREATE TABLE ended(position INTEGER PRIMARY KEY, state INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT);
        CREATE TABLE origin(id INTEGER PRIMARY KEY, first INTEGER NOT NULL);
        CREATE TABLE batch(first INTEGER PRIMARY KEY, newest INTEGER NOT NULL, keys BLOB NOT NULL);
        CREATE TABLE segment(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, newest INTEGER NOT NULL,
          conversation_fences BLOB NOT NULL, key_fences BLOB NOT NULL, filter BLOB NOT NULL);
        CREATE TABLE key_block(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE conversation_block(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
        CREATE TABLE tally(sends INTEGER PRIMARY KEY, accepted INTEGER NOT NULL, completed INTEGER NOT NULL, dropped INTEGER NOT NULL, expired INTEGER NOT NULL);
        INSERT INTO tally VALUES(0, 0, 0, 0, 0), (1, 0, 0, 0, 0);
        CREATE TABLE probe(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        INSERT INTO probe VALUES(1, 0);
        """,
        """
        CREATE TABLE trace(id INTEGER PRIMARY KEY, position INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL, number INTEGER NOT NULL,
          answer TEXT, provider_key TEXT);
        CREATE UNIQUE INDEX trace_entry ON trace(position, at, kind, number);
        CREATE TABLE sent(key BLOB PRIMARY KEY, position INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE once(key BLOB PRIMARY KEY, position INTEGER NOT NULL, received INTEGER NOT NULL, body INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE history(position INTEGER PRIMARY KEY, conversation INTEGER NOT NULL);
        """,
    ];

    /// <summary>What outlives the days.</summary>
    public static readonly string[] Main =
    [
        """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE past(sends INTEGER PRIMARY KEY, accepted INTEGER NOT NULL, completed INTEGER NOT NULL, dropped INTEGER NOT NULL, expired INTEGER NOT NULL);
        INSERT INTO past VALUES(0, 0, 0, 0, 0), (1, 0, 0, 0, 0);
        CREATE TABLE alias(hash BLOB PRIMARY KEY, contact TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE dropped(day INTEGER PRIMARY KEY);
        CREATE TABLE audit(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, result TEXT NOT NULL);
        """,
    ];

    /// <summary>What is known of contacts.</summary>
    public static readonly string[] Contacts =
    [
        """
        CREATE TABLE contact(key BLOB PRIMARY KEY, touched INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE checkpoint(id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, position INTEGER NOT NULL);
        """,
    ];

    /// <summary>Small documents: level changes, runs of playbooks, incidents.</summary>
    public static readonly string[] Operations =
    [
        """
        CREATE TABLE record(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL, UNIQUE(kind, name));
        CREATE INDEX record_time ON record(kind, at, name);
        """,
    ];

    public static void BringForward(SqliteConnection connection, string[] scripts, string file)
    {
        var version = (int)connection.Scalar("PRAGMA user_version");
        if (version > scripts.Length)
        {
            throw new StoreException($"{file} was written by a newer version of Relevo (schema {version}, this program knows {scripts.Length}). Start that version, or another data directory.");
        }

        for (var next = version; next < scripts.Length; next++)
        {
            connection.Execute("BEGIN IMMEDIATE;" + scripts[next] + string.Create(CultureInfo.InvariantCulture, $";PRAGMA user_version={next + 1};COMMIT"));
        }
    }
}
