using System.Runtime.InteropServices;

namespace Relevo.Providers.Transport;

/// <summary>What came of one call.</summary>
/// <param name="Status">HTTP status; null when no answer, or only the beginning of one, came.</param>
/// <param name="Body">The whole body.</param>
/// <param name="RetryAfter">What the provider asks to wait.</param>
/// <param name="Trouble">Why there is no complete answer: a word of <see cref="TransportTrouble"/>; null when there is one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Exchange(int? Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter, string? Trouble = null)
{
    internal static Exchange Failed(string trouble, int? status = null) => new(status, default, null, trouble);
}
