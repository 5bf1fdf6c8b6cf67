using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers.Saved;

/// <summary>
/// The saved state as bytes: a version, then fields in a fixed order, as <see cref="BinaryWriter"/> writes them. About 100
/// bytes a number and 16 a pair.
/// </summary>
internal static class PoolStateFormat
{
    internal const int MaxNumbers = 10_000;
    internal const int MaxPairs = 10_000;
    private const byte Version = 1;

    public static byte[] Write(SavedPool pool)
    {
        using var stream = new MemoryStream(64 + (pool.Numbers.Count * 128));
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(pool.IsLast);
        writer.Write(pool.SavedUtc);
        writer.Write(pool.AreBackupsActive);
        writer.Write(pool.Numbers.Count);
        foreach (var number in pool.Numbers)
        {
            Write(writer, number);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads it back. Throws <see cref="InvalidDataException"/> or <see cref="EndOfStreamException"/> for what is none.</summary>
    public static SavedPool Read(byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state, writable: false));
        if (reader.ReadByte() is not Version and var version)
        {
            throw new InvalidDataException($"The pool's state has version {version}, which is not known.");
        }

        var (isLast, savedUtc, areBackupsActive) = (reader.ReadBoolean(), reader.ReadInt64(), reader.ReadBoolean());
        var numbers = new SavedNumber[Count(reader, MaxNumbers)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ReadNumber(reader);
        }

        return new SavedPool(isLast, savedUtc, areBackupsActive, numbers);
    }

    private static void Write(BinaryWriter writer, SavedNumber number)
    {
        writer.Write(number.Name);
        writer.Write(number.Hand.IsDrained);
        writer.Write(number.Hand.IsActivated);
        writer.Write(number.Hand.Weight ?? -1);
        writer.Write(number.Day);
        writer.Write(number.Used);
        writer.Write(number.Tokens);
        writer.Write(number.ClosedUntil);
        writer.Write(number.ThrottleShare);
        writer.Write(number.ThrottleStreak);
        writer.Write((byte)number.Phase);
        writer.Write((byte)number.Cause);
        writer.Write(number.Reason ?? "");
        writer.Write(number.Until);
        writer.Write(number.LeftOutAt);
        writer.Write(number.Times);
        writer.Write(number.ReceiptTimes);
        writer.Write(number.DownTimes);
        writer.Write(number.HasReceipts);
        writer.Write(number.MayBegin);
        writer.Write(number.Conversations);
        writer.Write(number.Credentials);
        writer.Write(number.Pairs.Count);
        foreach (var (contact, ahead) in number.Pairs)
        {
            writer.Write(contact);
            writer.Write(ahead);
        }
    }

    private static SavedNumber ReadNumber(BinaryReader reader) => new()
    {
        Name = reader.ReadString(),
        Hand = new HandSettings(reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadInt32() is >= 0 and var weight ? weight : null),
        Day = reader.ReadInt32(),
        Used = reader.ReadInt32(),
        Tokens = reader.ReadDouble(),
        ClosedUntil = reader.ReadInt64(),
        ThrottleShare = reader.ReadDouble(),
        ThrottleStreak = reader.ReadInt32(),
        Phase = (HealthPhase)Math.Min(reader.ReadByte(), (byte)HealthPhase.Down),
        Cause = (HealthCause)Math.Min(reader.ReadByte(), (byte)HealthCause.Disconnected),
        Reason = reader.ReadString() is { Length: > 0 } reason ? reason : null,
        Until = reader.ReadInt64(),
        LeftOutAt = reader.ReadInt64(),
        Times = reader.ReadInt32(),
        ReceiptTimes = reader.ReadInt32(),
        DownTimes = reader.ReadInt32(),
        HasReceipts = reader.ReadBoolean(),
        MayBegin = reader.ReadBoolean(),
        Conversations = reader.ReadInt32(),
        Credentials = reader.ReadUInt64(),
        Pairs = ReadPairs(reader),
    };

    private static (ulong Contact, long Ahead)[] ReadPairs(BinaryReader reader)
    {
        var pairs = new (ulong Contact, long Ahead)[Count(reader, MaxPairs)];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (reader.ReadUInt64(), reader.ReadInt64());
        }

        return pairs;
    }

    private static int Count(BinaryReader reader, int most) =>
        reader.ReadInt32() is var count && count >= 0 && count <= most ? count : throw new InvalidDataException($"The pool's state says {count} where at most {most} can be.");
}
