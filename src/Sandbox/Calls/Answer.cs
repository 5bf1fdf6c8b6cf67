using System.Text;

namespace Relevo.Sandbox.Calls;

/// <summary>An answer that is known as a whole: refusals, looks, and what rules say.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body, where it is text.</param>
/// <param name="ErrorCode">The provider's code in it.</param>
/// <param name="ContentType">Media type of the body.</param>
internal sealed record Answer(int Status, string Text, string? ErrorCode = null, string ContentType = "application/json")
{
    /// <summary>The body where it is no text.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes => Content ?? Encoding.UTF8.GetBytes(Text);
}
