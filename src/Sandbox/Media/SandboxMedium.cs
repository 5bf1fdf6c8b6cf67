namespace Relevo.Sandbox.Media;

/// <summary>A media file that the sandbox gives out.</summary>
/// <param name="Id">Its id at Meta, and the last part of its address.</param>
/// <param name="MimeType">Its media type.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="FileName">Its name, for documents.</param>
public sealed record SandboxMedium(string Id, string MimeType, ReadOnlyMemory<byte> Bytes, string? FileName = null);
