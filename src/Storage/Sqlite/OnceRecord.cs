using System.Runtime.InteropServices;

namespace Relevo.Storage.Sqlite;

/// <summary>The first message that came with a once-key.</summary>
/// <param name="Position">Its place in the store.</param>
/// <param name="ReceivedMs">When we took it, Unix milliseconds.</param>
/// <param name="Body">Hash of its request.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OnceRecord(long Position, long ReceivedMs, ulong Body);
