namespace Relevo.Storage.Files;

/// <summary>Folders for what only their owner may read: messages and telephone numbers.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder unless it exists; one that exists keeps the rights that somebody gave it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path); // it inherits who may read it
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
