using System.Text;
using Relevo.LoadBalancer.Contacts;

namespace Relevo.Storage.Sqlite;

/// <summary>What is known of a contact as it stands in a row. Its key is not among it.</summary>
internal static class ContactBlob
{
    private const byte Version = 1;

    public static byte[] Write(ContactRecord contact)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(contact.Number is not null);
        writer.Write(contact.Number ?? "");
        writer.Write(contact.AssignedUtc.UtcTicks);
        writer.Write7BitEncodedInt(contact.Windows.Count);
        foreach (var window in contact.Windows)
        {
            writer.Write(window.Number);
            writer.Write(window.LastInboundUtc.UtcTicks);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Null when a later version wrote it: it is as good as unknown, and is learned again.</summary>
    public static ContactRecord? Read(string contactKey, ReadOnlySpan<byte> blob)
    {
        if (blob.IsEmpty || blob[0] != Version)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(blob[1..].ToArray()), Encoding.UTF8);
        var hasNumber = reader.ReadBoolean();
        var number = reader.ReadString();
        var assigned = Time(reader);
        var count = reader.Read7BitEncodedInt();
        var windows = new ContactWindow[count >= 0 && count < blob.Length ? count : throw new FormatException("A contact has more windows than bytes.")];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i] = new ContactWindow(reader.ReadString(), Time(reader));
        }

        return new ContactRecord(contactKey, hasNumber ? number : null, assigned, windows);
    }

    private static DateTimeOffset Time(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);
}
