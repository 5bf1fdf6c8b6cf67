using System.Globalization;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Files;

namespace Relevo.Storage.Sqlite;

/// <summary>The data directory: who holds it, and which files are in it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private const string DayFormat = "yyyy-MM-dd";
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)]; // EWOULDBLOCK on Linux and macOS, sharing violation on Windows
    private readonly string _path;
    private readonly FileStream _lock;

    private StoreFolder(string path, FileStream hold)
    {
        _path = path;
        _lock = hold;
    }

    public string MainPath => Path.Combine(_path, "gateway.db");

    private string DaysPath => Path.Combine(_path, "days");

    /// <summary>Takes the directory for this process.</summary>
    public static StoreFolder Take(string path)
    {
        try
        {
            PrivateFolder.Create(Path.Combine(path, "days"));
            var hold = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            return new StoreFolder(path, hold);
        }
        catch (IOException error) when (HeldByAnother.Contains(error.HResult))
        {
            throw new StoreException($"The data directory {path} is in use by another gateway. Stop that one, or give this one another Gateway.DataDirectory.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data directory {path} cannot be written: {error.Message} Create it for this user, or set Gateway.DataDirectory.", error);
        }
    }

    public string DayPath(DateOnly day) => Path.Combine(DaysPath, day.ToString(DayFormat, CultureInfo.InvariantCulture) + ".db");

    /// <summary>Days that have a file, oldest first; other files are left alone.</summary>
    public IEnumerable<DateOnly> Days() =>
        Directory.EnumerateFiles(DaysPath, "*.db")
            .Select(file => DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default)
            .Where(day => day != default)
            .Order();

    public void Delete(DateOnly day)
    {
        try
        {
            foreach (var suffix in new[] { "-wal", "-shm", "" })
            {
                File.Delete(DayPath(day) + suffix);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{DayPath(day)} is over but cannot be deleted: {error.Message}", error);
        }
    }

    /// <summary>Bytes that may still be written; unknown counts as enough, a write will tell.</summary>
    public long FreeBytes()
    {
        try
        {
            return new DriveInfo(_path).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }

    public void Dispose() => _lock.Dispose();
}
