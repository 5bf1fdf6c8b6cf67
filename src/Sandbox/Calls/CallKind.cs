namespace Relevo.Sandbox.Calls;

/// <summary>What a call wants.</summary>
internal enum CallKind
{
    /// <summary>Nothing the sandbox knows.</summary>
    None = 0,

    /// <summary>Send a message, or mark one as read.</summary>
    Send = 1,

    /// <summary>Mark a message as read, where that has a path of its own.</summary>
    MarkRead = 2,

    /// <summary>How the number is.</summary>
    Health = 3,

    /// <summary>Where a media file is.</summary>
    Media = 4,

    /// <summary>The bytes of a media file.</summary>
    MediaBytes = 5,

    /// <summary>Evolution: the media of a message, inside the answer.</summary>
    MediaOfMessage = 6,
}
