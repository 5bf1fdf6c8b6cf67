using System.Buffers.Text;

namespace Relevo.Wire.Roles;

/// <summary>What the load generators put into a message id: which run, which of its threads, the how-manieth message.</summary>
/// <param name="Source">Run and thread, the same for every message of one.</param>
/// <param name="Counter">From 1 upwards.</param>
internal readonly record struct MessageNumber(ulong Source, long Counter)
{
    /// <summary>What stands before the digits in every id.</summary>
    public const string Mark = "HBgLMTU1NTAwMD";

    private const int RunDigits = 8;
    private const int ThreadDigits = 2;
    private const int CounterDigits = 10;

    /// <summary>Finds the first id in a body.</summary>
    public static MessageNumber? Find(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf("HBgLMTU1NTAwMD"u8);
        if (at < 0 || body.Length < at + Mark.Length + RunDigits + ThreadDigits + CounterDigits)
        {
            return null;
        }

        var digits = body[(at + Mark.Length)..];
        return Utf8Parser.TryParse(digits[..RunDigits], out uint run, out _, 'x')
            && Utf8Parser.TryParse(digits.Slice(RunDigits, ThreadDigits), out byte thread, out _)
            && Utf8Parser.TryParse(digits.Slice(RunDigits + ThreadDigits, CounterDigits), out long counter, out _)
            ? new MessageNumber(((ulong)run << 8) | thread, counter)
            : null;
    }
}
