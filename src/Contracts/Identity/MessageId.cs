namespace Relevo.Contracts.Identity;

/// <summary>
/// Our id of an event or message: 26 characters of Crockford's base 32, as in ULID
/// (48 bits of Unix milliseconds, 16 bits of the store's epoch, 64 bits of the store's position).
/// Time and place are inside, so that an id is found without an index.
/// </summary>
/// <param name="TimeMs">When it was stored, milliseconds since 1970, 0 to 2^48 − 1.</param>
/// <param name="Epoch">Tells two stores apart; random per data directory.</param>
/// <param name="Position">Place in the store, from 1.</param>
public readonly record struct MessageId(long TimeMs, ushort Epoch, long Position)
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 26; // ceil(128 / 5)

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Reads the text form, upper or lower case.</summary>
    /// <returns>False when <paramref name="text"/> is not an id.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = default;
        if (text.Length != TextLength)
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (digit < 0 || value >> 123 != 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        id = new MessageId((long)(ulong)(value >> 80), (ushort)(value >> 64), (long)(ulong)value);
        return id.Position > 0;
    }

    /// <summary>Writes the text form as ASCII into <paramref name="destination"/>, which holds at least <see cref="TextLength"/> bytes.</summary>
    public void Format(Span<byte> destination)
    {
        var value = ((UInt128)(ulong)TimeMs << 80) | ((UInt128)Epoch << 64) | (ulong)Position;
        for (var i = TextLength - 1; i >= 0; i--)
        {
            destination[i] = (byte)Alphabet[(int)((uint)value & 31)];
            value >>= 5;
        }
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(TextLength, this, static (span, id) =>
    {
        Span<byte> ascii = stackalloc byte[TextLength];
        id.Format(ascii);
        System.Text.Encoding.ASCII.GetChars(ascii, span);
    });
}
